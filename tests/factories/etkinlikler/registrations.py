import factory
from django.utils import timezone

from etkinlikler.models import (
    Allotment,
    Answer,
    Attendee,
    CheckIn,
    Delegation,
    Invitation,
    Need,
    Question,
    Registration,
)
from tests.factories.etkinlikler.events import EventFactory
from tests.factories.konsey import OrganisationFactory, UserFactory


class AllotmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Allotment

    event = factory.SubFactory(EventFactory)
    kind = Allotment.Kind.GENERAL
    places = 10


def allotment_of(event, kind=Allotment.Kind.GENERAL):
    return Allotment.objects.filter(event=event, kind=kind).first() or AllotmentFactory(event=event, kind=kind)


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    event = factory.SubFactory(EventFactory)
    email = factory.Sequence(lambda n: f"davetli{n}@example.com")
    name = "Davetli Örnek"
    invited_at = factory.LazyFunction(timezone.now)


class DelegationFactory(factory.django.DjangoModelFactory):
    """Makes room for itself in the event's delegation allotment."""

    class Meta:
        model = Delegation

    event = factory.SubFactory(EventFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    quota = 3
    head_name = "Heyet Başkanı"
    head_email = factory.Sequence(lambda n: f"heyet{n}@example.com")
    invited_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        allotment = allotment_of(kwargs["event"], Allotment.Kind.DELEGATION)
        allotment.taken += kwargs["quota"]
        allotment.places = max(allotment.places, allotment.taken)
        allotment.save()
        return super()._create(model_class, *args, **kwargs)


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A confirmed registration for oneself; ``people=3`` makes it one of three people, each with a place.

    ``waiting=True`` puts it into the line instead. The allotment's counter follows.
    """

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    class Params:
        waiting = factory.Trait(state=Registration.State.WAITING)

    event = factory.SubFactory(EventFactory)
    allotment = factory.LazyAttribute(lambda registration: allotment_of(registration.event))
    kind = Registration.Kind.SELF
    state = Registration.State.CONFIRMED
    contact_name = factory.Sequence(lambda n: f"Katılımcı {n}")
    contact_email = factory.Sequence(lambda n: f"katilimci{n}@example.com")
    created_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.SelfAttribute("created_at")

    @factory.post_generation
    def people(self, create, count, **kwargs):
        if not create:
            return
        for place in range(1 if count is None else count):
            AttendeeFactory(
                registration=self,
                name=self.contact_name if place == 0 else f"{self.contact_name} {place}",
                email=self.contact_email if place == 0 else "",
                position=place,
            )

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if kwargs["state"] == Registration.State.WAITING and "line_number" not in kwargs:
            kwargs["allotment"].last_in_line += 1
            kwargs["allotment"].save()
            kwargs["line_number"] = kwargs["allotment"].last_in_line
        return super()._create(model_class, *args, **kwargs)


STATE_OF_PEOPLE = {
    Registration.State.CONFIRMED: Attendee.State.SEATED,
    Registration.State.OFFERED: Attendee.State.HELD,
    Registration.State.WAITING: Attendee.State.LISTED,
    Registration.State.PENDING: Attendee.State.LISTED,
    Registration.State.CANCELLED: Attendee.State.CANCELLED,
}


class AttendeeFactory(factory.django.DjangoModelFactory):
    """A person in the state that belongs to the registration's; a place that is held is counted."""

    class Meta:
        model = Attendee

    registration = factory.SubFactory(RegistrationFactory, people=0)
    event = factory.SelfAttribute("registration.event")
    allotment = factory.SelfAttribute("registration.allotment")
    name = factory.Sequence(lambda n: f"Kişi {n}")
    state = factory.LazyAttribute(
        lambda person: STATE_OF_PEOPLE.get(person.registration.state, Attendee.State.INACTIVE)
    )

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if kwargs["state"] in Attendee.HOLDING and kwargs["registration"].delegation_id is None:
            allotment = kwargs["allotment"]
            allotment.refresh_from_db()
            allotment.taken += 1
            allotment.places = max(allotment.places, allotment.taken)
            allotment.save()
        return super()._create(model_class, *args, **kwargs)


class NeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Need

    attendee = factory.SubFactory(AttendeeFactory)
    kind = Need.Kind.SIGN_LANGUAGE


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    event = factory.SubFactory(EventFactory)
    text = factory.Sequence(lambda n: f"Örnek soru {n}")


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    registration = factory.SubFactory(RegistrationFactory)
    question = factory.SubFactory(QuestionFactory, event=factory.SelfAttribute("..registration.event"))
    text = "Örnek yanıt"


class CheckInFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CheckIn

    attendee = factory.SubFactory(AttendeeFactory)
    at = factory.LazyFunction(timezone.now)
    received_at = factory.SelfAttribute("at")
    by = factory.SubFactory(UserFactory)
    source = CheckIn.Source.CODE
