"""Places at the door: a free one, or the place of somebody who has not come. Always under the lock of `Seats`."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from etkinlikler.models import Allotment, Attendee, CheckIn, Event, Registration
from etkinlikler.rules import door as rules
from etkinlikler.rules.offers import offer_until
from etkinlikler.services.seats import LOOKS_IN, Seats, store_people

DOOR = LOOKS_IN[Registration.Kind.WALK_IN]


def not_come(event: Event) -> QuerySet[Attendee]:
    """Those with a place of their own whom nobody has let in; who registered last comes first."""
    inside = CheckIn.objects.counting().filter(attendee=OuterRef("pk"))
    rows = Attendee.objects.coming().filter(~Exists(inside), event=event, registration__delegation=None)
    return rows.select_related("registration").order_by("-registration__created_at", "-pk")


def give(person: Attendee, seats: Seats, event: Event, now: datetime) -> bool:
    """Seat ``person`` (its allotment may change; the caller saves it). False when there is no room."""
    row = _free_row(person, seats, event, now) or _row_of_absent(seats, event, now)
    if row is None:
        return False
    person.allotment = row
    seats.hold([person], Attendee.State.SEATED)
    return True


def no_room(event: Event, now: datetime) -> str:
    if why_not := rules.why_not_take_places(event, now):
        return _("Boş yer yok.") + " " + why_not
    return _("Boş yer yok ve yeri açılabilecek kimse kalmadı.")


def _free_row(person: Attendee, seats: Seats, event: Event, now: datetime) -> Allotment | None:
    own = [] if person.allotment_id is None else [seats.rows[person.allotment_id]]
    shared = [row for kind in DOOR for row in _of_kind(seats, kind)]
    free = [row for row in [*own, *shared] if row.free > 0]
    # While places are still offered to the line nobody overtakes it; from then on whoever stands at the door comes in.
    if offer_until(event, now) is not None:
        free = [row for row in free if not Registration.objects.in_line().filter(allotment=row).exists()]
    return free[0] if free else None


def _of_kind(seats: Seats, kind: str) -> Iterable[Allotment]:
    return (row for row in seats.rows.values() if row.kind == kind)


def _row_of_absent(seats: Seats, event: Event, now: datetime) -> Allotment | None:
    if rules.why_not_take_places(event, now) is not None:
        return None
    absent = not_come(event).filter(allotment__kind__in=DOOR).first()
    if absent is None:
        return None
    seats.free([absent], Attendee.State.ABSENT)
    store_people([absent])
    return seats.rows[absent.allotment_id]
