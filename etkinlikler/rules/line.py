"""Why a waiting list does not move: the organiser sees the reason, not only a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from etkinlikler.models import Allotment, Attendee, Event, Registration
from etkinlikler.rules.offers import offer_until
from konsey.numbers import moment


@dataclass(frozen=True)
class Standstill:
    """One allotment's line: how many registrations and people wait, how many offers are out, and why none moves on."""

    allotment: Allotment
    registrations: int
    people: int
    offers: int
    reason: str


def standstills(event: Event, now: datetime) -> list[Standstill]:
    """Return the lines of an event that somebody waits in, with the reason for each. Three queries."""
    waiting = list(
        Registration.objects.in_line()
        .filter(event=event)
        .annotate(people=Count("attendees", filter=Q(attendees__state=Attendee.State.LISTED)))
    )
    offered = list(Registration.objects.filter(event=event, state=Registration.State.OFFERED).order_by("offer_until"))
    found = []
    for allotment in event.allotments.all():
        line = [row for row in waiting if row.allotment_id == allotment.pk]
        offers = [row for row in offered if row.allotment_id == allotment.pk]
        if line:
            reason = _reason(event, allotment, line[0], offers, now)
            found.append(Standstill(allotment, len(line), sum(row.people for row in line), len(offers), reason))
    return found


def _reason(
    event: Event, allotment: Allotment, first: Registration, offers: Sequence[Registration], now: datetime
) -> str:
    if event.state != Event.State.PUBLISHED:
        return _("Etkinlik yayında değil; kimseye yer önerilmez.")
    if event.starts_at <= now:
        return _("Etkinlik başladı; boşalan yerler kapıda verilir.")
    if allotment.free <= 0 and offers and offers[0].offer_until:
        return _("Boş yer yok. Önerilen yerler için yanıt bekleniyor; ilkinin son anı: %(moment)s.") % {
            "moment": moment(offers[0].offer_until)
        }
    if allotment.free <= 0:
        return _("Boş yer yok.")
    if offer_until(event, now) is None:
        return _("Başlangıca çok az kaldı; boşalan yerler artık önerilmez, kapıda verilir.")
    return _("Sıradaki ilk kayıt %(people)d kişilik ve birlikte gelmek istiyor; boş yer: %(free)d.") % {
        "people": getattr(first, "people", 0),
        "free": allotment.free,
    }
