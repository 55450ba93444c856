"""Asking for one's certificate, and handing in the survey, many times at once."""

import pytest
from django.db import transaction
from django.utils import timezone

from etkinlikler.models import Certificate, CheckIn, SurveyAnswer
from etkinlikler.rules.certificates import is_valid
from etkinlikler.services.certificates import issue_certificate, revoke_certificate
from etkinlikler.services.survey import Reply, answer_survey
from tests.factories.etkinlikler import (
    AttendeeFactory,
    CheckInFactory,
    EventFactory,
    RegistrationFactory,
    SurveyQuestionFactory,
)
from tests.factories.konsey import UserFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def guests(event, count):
    row = RegistrationFactory(event=event, people=0)
    return [AttendeeFactory(registration=row) for _each in range(count)]


def test_eight_downloads_at_once_are_one_certificate():
    (person,) = guests(EventFactory(past=True), 1)
    CheckInFactory(attendee=person)

    numbers = at_once([lambda: issue_certificate(person=person, now=timezone.now()).number] * 8)

    assert set(numbers) == {Certificate.objects.get().number}


def test_certificate_and_undoing_do_not_pass_each_other():
    """Whoever is first: in the end no valid certificate stands without a check-in."""
    event, clerk, now = EventFactory(past=True), UserFactory(), timezone.now()
    people = guests(event, 4)
    for person in people:
        CheckInFactory(attendee=person)

    @transaction.atomic
    def undo(person):
        CheckIn.objects.filter(attendee=person).update(undone_at=now, undone_by=clerk)
        revoke_certificate(person=person, by=clerk, now=now)

    at_once(
        [lambda person=person: issue_certificate(person=person, now=now).number for person in people]
        + [lambda person=person: undo(person) for person in people]
    )

    rows = Certificate.objects.select_related("attendee")
    assert [row for row in rows if row.revoked_at is None or is_valid(row)] == []


def test_one_ticket_hands_in_one_sheet_and_no_answer_of_others_is_lost():
    event = EventFactory(past=True)
    question = SurveyQuestionFactory(event=event)
    first, *others = guests(event, 6)

    def hand_in(person, rating):
        return answer_survey(person=person, replies={question.pk: Reply(rating=rating)}, now=timezone.now())

    answers = at_once([lambda: hand_in(first, 1)] * 5 + [lambda person=person: hand_in(person, 4) for person in others])

    assert answers.count(None) == 6
    assert sorted(SurveyAnswer.objects.values_list("rating", flat=True)) == [1, 4, 4, 4, 4, 4]
