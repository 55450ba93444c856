"""How many places there are and for whom. A hall that grows seats those who wait at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Allotment, Event
from etkinlikler.services import line
from konsey import audit
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import User

audit.name_actions({"event.places_changed": gettext_lazy("Etkinliğin yer sayıları değiştirildi")})
REFUSALS = {
    "etkinlikler_event_within_venue": gettext_lazy("Verilecek yer, etkinlik yerinin kişi sayısını aşamaz."),
    "etkinlikler_allotment_within_capacity": gettext_lazy("Payların toplamı, verilecek yer sayısını aşıyor."),
    "etkinlikler_allotment_never_oversold": gettext_lazy("Dolu yerlerden az yer bırakılamaz."),
}


@transaction.atomic
def change_places(*, event: Event, capacity: int, places: Mapping[str, int], by: User, now: datetime) -> int:
    """Set how many places there are in all and in each allotment (by kind); 0 takes an empty one away.

    Who waits and fits now gets a place at once. Returns how many people that were. Raises Refused.
    """
    locked = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    rows = {row.kind: row for row in locked.allotments.select_for_update(of=("self",), no_key=True).order_by("pk")}
    before = {kind: row.places for kind, row in rows.items()} | {"capacity": locked.capacity}
    with refused_as(REFUSALS):
        if capacity > locked.capacity:
            _set_capacity(locked, capacity)
        _shrink_and_grow(locked, rows, places)
        if capacity < locked.capacity:
            _set_capacity(locked, capacity)
    event.capacity = capacity
    audit.record(by=by, action="event.places_changed", obj=event, before=before, after={**places, "capacity": capacity})
    return line.promote(event=locked, now=now) if event.state == Event.State.PUBLISHED else 0


def _set_capacity(event: Event, capacity: int) -> None:
    event.capacity = capacity
    event.save(update_fields=["capacity"])


def _shrink_and_grow(event: Event, rows: Mapping[str, Allotment], places: Mapping[str, int]) -> None:
    """What shrinks goes first: the sum is checked after each step."""
    for kind, wanted in sorted(
        places.items(), key=lambda item: item[1] - (rows[item[0]].places if item[0] in rows else 0)
    ):
        row = rows.get(kind)
        if row is None:
            if wanted:
                Allotment.objects.create(event=event, kind=kind, places=wanted)
        elif wanted == 0 and not row.taken and not row.registrations.exists():
            row.delete()
        elif wanted < row.taken:
            raise Refused(
                _("%(allotment)s payında dolu yer sayısı: %(taken)d. Daha az yer bırakılamaz.")
                % {"allotment": row.get_kind_display(), "taken": row.taken}
            )
        elif wanted != row.places:
            row.places = wanted
            row.save(update_fields=["places"])
