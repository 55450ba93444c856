from datetime import timedelta

import factory
from django.utils import timezone

from etkinlikler.models import (
    Event,
    EventHistory,
    EventPartner,
    EventPicture,
    EventSteward,
    Hall,
    Session,
    SessionSpeaker,
    Speaker,
    SpeakerPicture,
    Venue,
)
from konsey import text
from tests.factories.konsey import OrganisationFactory, UserFactory
from tests.factories.meclisler import BodyFactory


def in_days(days: float, hour: int = 10):
    """A moment so many days from now, at a full hour local time."""
    there = timezone.localtime() + timedelta(days=days)
    return there.replace(hour=hour, minute=0, second=0, microsecond=0)


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Örnek Kültür Merkezi {n}")
    address = "Örnek Sokak 5, Konak"
    capacity = 1_000
    step_free = True


class HallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hall

    venue = factory.SubFactory(VenueFactory)
    name = factory.Sequence(lambda n: f"Salon {n}")


class EventFactory(factory.django.DjangoModelFactory):
    """A published panel in thirty days whose registration is open. ``places=3`` gives it a general allotment.

    Traits: ``draft``, ``past``, ``free_entry``.
    """

    class Meta:
        model = Event
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=Event.State.DRAFT, published_at=None)
        past = factory.Trait(
            state=Event.State.HELD,
            starts_at=factory.LazyFunction(lambda: in_days(-10)),
            ends_at=factory.LazyFunction(lambda: in_days(-10, 16)),
        )
        free_entry = factory.Trait(entry=Event.Entry.FREE, capacity=0)

    title = factory.Sequence(lambda n: f"Örnek Panel {n}")
    slug = factory.LazyAttribute(lambda event: text.slug(event.title))
    kind = Event.Kind.PANEL
    summary = "Kentin sorunlarını birlikte konuşuyoruz."
    venue = factory.SubFactory(VenueFactory)
    organiser = factory.SubFactory(BodyFactory)
    starts_at = factory.LazyFunction(lambda: in_days(30))
    ends_at = factory.LazyFunction(lambda: in_days(30, 16))
    state = Event.State.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=20))
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))
    capacity = 250

    @factory.post_generation
    def places(self, create, count, **kwargs):
        if create and count is not None:
            from tests.factories.etkinlikler.registrations import AllotmentFactory

            AllotmentFactory(event=self, places=count)


class EventPictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventPicture

    event = factory.SubFactory(EventFactory)
    token = factory.Sequence(lambda n: f"etkinlik{n}")
    width, height = 960, 640
    alt = "Salonda söz alan bir katılımcı."


class EventPartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventPartner

    event = factory.SubFactory(EventFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class EventHistoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventHistory

    event = factory.SubFactory(EventFactory)
    at = factory.LazyFunction(timezone.now)
    from_state = Event.State.DRAFT
    to_state = Event.State.PUBLISHED


class EventStewardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventSteward

    event = factory.SubFactory(EventFactory)
    user = factory.SubFactory(UserFactory)


class SpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Speaker

    name = factory.Sequence(lambda n: f"Örnek Konuşmacı {n}")
    title = "Doç. Dr."
    institution = "Örnek Üniversite"


class SpeakerPictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SpeakerPicture

    speaker = factory.SubFactory(SpeakerFactory)
    token = factory.Sequence(lambda n: f"konusmaci{n}")
    width, height = 480, 480
    alt = "Gülümseyen bir kadın."


class SessionFactory(factory.django.DjangoModelFactory):
    """The event's first hour."""

    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: f"Örnek Oturum {n}")
    starts_at = factory.LazyAttribute(lambda session: session.event.starts_at)
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=1))


class SessionSpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionSpeaker

    session = factory.SubFactory(SessionFactory)
    speaker = factory.SubFactory(SpeakerFactory)
