"""A door that is open now, with its steward."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from etkinlikler.models import Attendee, CheckIn, Event, EventSteward
from etkinlikler.services import door
from tests.factories.etkinlikler import EventFactory, EventStewardFactory, RegistrationFactory


@dataclass(frozen=True)
class Door:
    event: Event
    steward: EventSteward

    @property
    def user(self):
        return self.steward.user

    @property
    def starts(self) -> datetime:
        return self.event.starts_at

    def person(self, name: str = "Ayşe Işık", organisation: str = "", **options) -> Attendee:
        """Somebody with a place (or what ``options`` of the registration say)."""
        registration = RegistrationFactory(
            event=self.event, contact_name=name, organisation_name=organisation, **options
        )
        return registration.attendees.get()

    def let_in(self, person: Attendee, at: datetime | None = None, by=None, **options) -> door.Entry:
        at = at or timezone.now()
        values = {"source": CheckIn.Source.LIST, "client_key": uuid.uuid4(), "now": at, **options}
        return door.let_in(event=self.event, person_pk=person.pk, by=by or self.user, at=at, **values)


def door_now(*, places: int = 5, begun: float = -0.5, starts: datetime | None = None, **options) -> Door:
    """``begun``: so many hours ago the event has started; or ``starts``, where the hour of the day matters."""
    starts = starts or timezone.now().replace(microsecond=0) - timedelta(hours=begun)
    options.setdefault("capacity", max(places, 250))
    event = EventFactory(starts_at=starts, ends_at=starts + timedelta(hours=6), places=places, **options)
    return Door(event, EventStewardFactory(event=event, user__name="Burak Kaya"))
