"""A place out of turn: the organiser decides that somebody who waits comes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.emails import line as emails
from etkinlikler.models import Allotment, Attendee, Registration
from etkinlikler.rules import decisions as rules
from etkinlikler.services.locking import lock, people_of
from etkinlikler.services.seats import Seats, refuse_who_is_there, store_people
from konsey import audit
from konsey.errors import Refused
from konsey.models import User

audit.name_actions({"registration.seated": gettext_lazy("Bekleyen kayda sıra dışı yer verildi")})
WAITS = (Attendee.State.LISTED, Attendee.State.INACTIVE)


@transaction.atomic
def seat_now(*, registration: Registration, by: User, now: datetime) -> Registration:
    """Give everybody of a waiting registration a place: of its own allotment, else of the organiser's reserve.

    Raises Refused when neither has enough, since nobody may stand in the hall.
    """
    seats = Seats(registration.event_id)
    locked = lock(registration)
    if refusal := rules.why_not_seat_now(locked, now):
        raise Refused(refusal)
    people = people_of(locked, *WAITS)
    refuse_who_is_there(locked.event, people)
    _find_places(people, seats)
    seats.hold(people, Attendee.State.SEATED)
    Attendee.objects.bulk_update(people, ["allotment"])
    store_people(people)
    locked.state, locked.offer_until, locked.decided_by, locked.decided_at = Registration.State.CONFIRMED, None, by, now
    locked.save(update_fields=["state", "offer_until", "decided_by", "decided_at"])
    seats.store()
    audit.record(by=by, action="registration.seated", obj=locked, after={"people": len(people)})
    emails.promoted(registration=locked, people=people)
    return locked


def _find_places(people: Sequence[Attendee], seats: Seats) -> None:
    if seats.who_fits(people, fewer=False):
        return
    reserve = seats.of_kind(Allotment.Kind.RESERVE)
    if reserve is None or reserve.free < len(people):
        raise Refused(
            _("Gereken yer: %(people)d. Kaydın kendi payında yeterli yer yok; düzenleyicinin yedeğinde: %(free)d.")
            % {"people": len(people), "free": reserve.free if reserve else 0}
        )
    for person in people:
        person.allotment = reserve
