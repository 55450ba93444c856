"""When a zone of a park may be used and for what. Times are local (Europe/Istanbul), to the minute.

``why_not_*`` answers with the sentence that people read. ``zone.park`` comes with `LivingParkQuerySet.with_all`.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from etkinlikler.models import Equipment, LivingPark, ParkClosure, ParkHours, ParkZone
from konsey.numbers import day as day_in_words
from konsey.numbers import number


@dataclass(frozen=True)
class Lent:
    """So many of one thing that are out from one moment to another."""

    quantity: int
    starts_at: dt.datetime
    ends_at: dt.datetime


def first_day(park: LivingPark, now: dt.datetime) -> dt.date:
    """The first day that may be asked for now."""
    return timezone.localdate(now) + dt.timedelta(days=park.lead_days)


def last_day(park: LivingPark, now: dt.datetime) -> dt.date:
    return timezone.localdate(now) + dt.timedelta(days=park.horizon_days)


def hours_of(park: LivingPark, day: dt.date) -> ParkHours | None:
    """The park's hours of that day of the week; None is a day on which it is never given out."""
    return next((row for row in park.hours.all() if row.weekday == day.weekday()), None)


def closure_of(zone: ParkZone, day: dt.date) -> ParkClosure | None:
    """What closes the zone, or its whole park, on that day."""
    rows = (row for row in zone.park.closures.all() if row.first_day <= day <= row.last_day)
    return next((row for row in rows if row.zone_id in {None, zone.pk}), None)


def why_not_day(zone: ParkZone, day: dt.date, now: dt.datetime) -> str | None:
    park = zone.park
    if not park.is_open:
        return _("Bu park şu anda başvuruya kapalı.")
    if day < first_day(park, now):
        return _("Başvuru, etkinlikten en az %(days)d gün önce yapılır. Seçebileceğiniz ilk gün: %(day)s.") % {
            "days": park.lead_days,
            "day": day_in_words(first_day(park, now)),
        }
    if day > last_day(park, now):
        return _("En çok %(days)d gün sonrası için başvurulabilir. Seçebileceğiniz son gün: %(day)s.") % {
            "days": park.horizon_days,
            "day": day_in_words(last_day(park, now)),
        }
    if hours_of(park, day) is None:
        return _("Bu park haftanın o günü kullanıma kapalı. Seçtiğiniz gün: %(day)s.") % {"day": day_in_words(day)}
    if closure := closure_of(zone, day):
        return _("Bu bölüm o gün kapalı. Neden: %(reason)s") % {"reason": closure.reason}
    return None


def why_not_time(zone: ParkZone, starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> str | None:
    """Order, day, closed days, then the hours of that day."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if end <= start:
        return _("Bitiş saati, başlangıç saatinden sonra olmalıdır.")
    if start.date() != end.date():
        return _("Başlangıç ile bitiş aynı günde olmalıdır.")
    if refusal := why_not_day(zone, start.date(), now):
        return refusal
    hours = hours_of(zone.park, start.date())
    if hours is None or start.time() < hours.opens or end.time() > hours.closes:
        return _("Bu park o gün şu saatler arasında kullanılabilir: %(hours)s.") % {"hours": spoken_hours(hours)}
    return None


def why_not_taken(taken: Iterable[tuple[dt.datetime, dt.datetime]], start: dt.datetime, end: dt.datetime) -> str | None:
    """``taken`` are the times at which the zone is given to others."""
    if any(begins < end and ends > start for begins, ends in taken):
        return _("Bu bölüm o saatlerde başka bir gruba verildi. Lütfen başka bir saat ya da bölüm seçiniz.")
    return None


def why_not_so_many(zone: ParkZone, people: int) -> str | None:
    if people < 1:
        return _("Beklenen katılımcı sayısı en az 1 olmalıdır.")
    if people > zone.capacity:
        return _("Bu bölüm en çok %(places)s kişi içindir.") % {"places": number(zone.capacity)}
    return None


def why_not_sound(zone: ParkZone) -> str | None:
    return None if zone.allows_sound else _("Bu bölümde ses sistemi kullanılamaz.")


def why_not_equipment(zone: ParkZone, equipment: Equipment, quantity: int, free: int) -> str | None:
    """``free`` is what is not lent to others at that time."""
    if equipment.needs_power and not zone.has_power:
        return _("Bu malzeme elektrik ister; seçtiğiniz bölümde elektrik yok.")
    if equipment.is_sound and not zone.allows_sound:
        return why_not_sound(zone)
    if quantity > free:
        return _("O saatlerde boşta olan: %(free)s %(unit)s.") % {"free": number(free), "unit": equipment.unit}
    return None


def most_lent(loans: Sequence[Lent], start: dt.datetime, end: dt.datetime) -> int:
    """The most that is out at any moment from start to end: it can only peak where a loan begins, or at the start."""
    inside = [loan for loan in loans if loan.starts_at < end and loan.ends_at > start]
    moments = [max(loan.starts_at, start) for loan in inside]
    return max(
        (sum(loan.quantity for loan in inside if loan.starts_at <= at < loan.ends_at) for at in moments), default=0
    )


def spoken_hours(hours: ParkHours | None) -> str:
    """09.00–21.00; an empty day has no hours."""
    return f"{hours.opens:%H.%M}–{hours.closes:%H.%M}" if hours else "-"
