import factory
from django.utils import timezone

from etkinlikler.models import (
    Certificate,
    EventMessage,
    EventReminder,
    Outcome,
    OutcomePhoto,
    SurveyAnswer,
    SurveyQuestion,
)
from tests.factories.etkinlikler.events import EventFactory
from tests.factories.etkinlikler.registrations import AttendeeFactory
from tests.factories.konsey import UserFactory


class EventReminderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventReminder

    event = factory.SubFactory(EventFactory)
    days_before = 1


class EventMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventMessage

    event = factory.SubFactory(EventFactory)
    audience = EventMessage.Audience.REGISTERED
    subject = "Örnek konu"
    body = "Örnek ileti."
    by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyFunction(timezone.now)
    letters = 0


class OutcomeFactory(factory.django.DjangoModelFactory):
    """A published road map."""

    class Meta:
        model = Outcome

    event = factory.SubFactory(EventFactory, past=True)
    kind = Outcome.Kind.ROAD_MAP
    title = factory.Sequence(lambda n: f"Örnek yol haritası {n}")
    body = "İlk adım: birlikte çalışmak."
    published_at = factory.LazyFunction(timezone.now)


class OutcomePhotoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutcomePhoto

    event = factory.SubFactory(EventFactory, past=True)
    token = factory.Sequence(lambda n: f"sonuc{n}")
    width, height = 960, 640
    alt = "Çalıştayda masa başında konuşan katılımcılar."


class CertificateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Certificate

    attendee = factory.SubFactory(AttendeeFactory)
    number = factory.Sequence(lambda n: f"KB-{n:08d}")
    issued_at = factory.LazyFunction(timezone.now)


class SurveyQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SurveyQuestion

    event = factory.SubFactory(EventFactory, past=True)
    text = factory.Sequence(lambda n: f"Etkinliği nasıl buldunuz {n}")


class SurveyAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SurveyAnswer

    question = factory.SubFactory(SurveyQuestionFactory)
    rating = 4
