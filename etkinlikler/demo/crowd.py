"""The people of the coming panel: hall almost full, a line that moves, delegations naming theirs. All invented."""

import random
from datetime import datetime, timedelta

from etkinlikler.models import Allotment, Attendee, Delegation, Event, Need, Registration
from etkinlikler.rules.offers import offer_until
from konsey import text
from konsey.models import Organisation

# fmt: off
FIRST = (
    "Ayşe", "Fatma", "Emine", "Hatice", "Zeynep", "Elif", "Meryem", "Şerife", "Sultan", "Hanife", "Ahmet",
    "Mehmet", "Mustafa", "Ali", "Hüseyin", "Hasan", "İbrahim", "İsmail", "Osman", "Yusuf", "Işıl", "Çağla",
    "Gülşen", "Ümit", "Özgür", "Şükrü", "Ilgın", "Deniz", "Ege", "Poyraz",
)
LAST = (
    "Yılmaz", "Kaya", "Demir", "Şahin", "Çelik", "Yıldız", "Yıldırım", "Öztürk", "Aydın", "Özdemir", "Arslan",
    "Doğan", "Kılıç", "Aslan", "Çetin", "Kara", "Koç", "Kurt", "Özkan", "Şimşek", "Polat", "Korkmaz", "Çakır",
    "Erdoğan", "Işık", "Ünal", "Güneş", "Iğdır", "Tekin", "Uçar",
)
# fmt: on
NEEDS = (Need.Kind.SIGN_LANGUAGE, Need.Kind.LARGE_PRINT, Need.Kind.CHILD_CARE, Need.Kind.DIET, Need.Kind.COMPANION)
WAITING, OFFERED = 8, 2
State = Registration.State


class Crowd:
    """Makes people and writes them in bulk, with the counters they add up to."""

    def __init__(self, event: Event, now: datetime) -> None:
        self.event, self.now, self.dice, self.count = event, now, random.Random(35), 0  # noqa: S311  (demo)
        self.allotments = {row.kind: row for row in event.allotments.all()}
        self.people: list[Attendee] = []

    def name(self) -> str:
        return f"{self.dice.choice(FIRST)} {self.dice.choice(LAST)}"

    def register(self, kind: str, size: int, state: str, *, organisation: Organisation | None = None) -> None:
        allotment = self.allotments["ngo" if organisation else "general"]
        self.count += 1
        contact, line = self.name(), None
        if state in {State.WAITING, State.OFFERED}:
            allotment.last_in_line += 1
            line = allotment.last_in_line
        registration = Registration.objects.create(
            event=self.event,
            allotment=allotment,
            kind=kind,
            state=state,
            contact_name=contact,
            contact_email=f"{text.slug(contact)}.{self.count}@demo.example",
            organisation=organisation,
            organisation_name=organisation.name if organisation else "",
            created_at=self.now - timedelta(days=11) + timedelta(hours=2 * self.count),
            confirmed_at=self.now - timedelta(days=11) + timedelta(hours=2 * self.count),
            line_number=line,
            offer_until=offer_until(self.event, self.now) if state == State.OFFERED else None,
            offers=int(state == State.OFFERED),
        )
        seat = {State.CONFIRMED: "seated", State.OFFERED: "held"}.get(State(state), "listed")
        for place in range(size):
            name = contact if place == 0 else self.name()
            email = registration.contact_email if place == 0 else ""
            self.people.append(self._person(registration, allotment, name, email, place, seat))

    def delegation(self, delegation: Delegation, size: int) -> None:
        registration = Registration.objects.create(
            event=self.event,
            allotment=self.allotments["delegation"],
            kind=Registration.Kind.DELEGATION,
            state=State.CONFIRMED,
            contact_name=delegation.head_name,
            contact_email=delegation.head_email,
            organisation=delegation.organisation,
            organisation_name=delegation.organisation.name,
            delegation=delegation,
            created_at=self.now - timedelta(days=5),
            confirmed_at=self.now - timedelta(days=5),
        )
        for place in range(size):
            person = self._person(registration, self.allotments["delegation"], self.name(), "", place, "seated")
            person.confirmed_at = self.now - timedelta(days=4) if place % 2 == 0 else None
            self.people.append(person)
        Delegation.objects.filter(pk=delegation.pk).update(state="coming", answered_at=self.now - timedelta(days=5))

    def store(self) -> None:
        Attendee.objects.bulk_create(self.people)
        needy = [person for person in self.people if self.dice.random() < 0.08]
        Need.objects.bulk_create(Need(attendee=person, kind=self.dice.choice(NEEDS)) for person in needy)
        for kind in ("general", "ngo"):
            allotment = self.allotments[kind]
            holding = (person for person in self.people if person.state in Attendee.HOLDING)
            allotment.taken = sum(1 for person in holding if person.allotment_id == allotment.pk)
            allotment.save()

    def _person(
        self, registration: Registration, allotment: Allotment, name: str, email: str, place: int, state: str
    ) -> Attendee:
        return Attendee(
            registration=registration,
            event=self.event,
            allotment=allotment,
            name=name,
            email=email,
            position=place,
            state=state,
        )


def load(event: Event, now: datetime) -> None:
    """Fill the general places to the last one with a line behind them, and most of the places of organisations."""
    crowd = Crowd(event, now)
    general = crowd.allotments["general"].places
    for _each in range(general - OFFERED):
        crowd.register(Registration.Kind.SELF, 1, State.CONFIRMED)
    for _each in range(OFFERED):
        crowd.register(Registration.Kind.SELF, 1, State.OFFERED)
    for _each in range(WAITING):
        crowd.register(Registration.Kind.SELF, 1, State.WAITING)
    organisations = Organisation.objects.public().exclude(kind=Organisation.Kind.CITY_COUNCIL).order_by("pk")
    seated = 0
    for number, organisation in enumerate(organisations):
        size = 2 + number % 4
        if seated + size > crowd.allotments["ngo"].places - 12:
            break
        crowd.register(Registration.Kind.ORGANISATION, size, State.CONFIRMED, organisation=organisation)
        seated += size
    for number, delegation in enumerate(event.delegations.select_related("organisation")):
        if number % 3:
            crowd.delegation(delegation, 1 + number % 2)
    crowd.store()
