"""Letters about papers that were begun: three at most, none to whoever has voted, nothing of the choices."""

from datetime import timedelta

import pytest
from django.utils import timezone

from butce.services.reminders import remind_of_drafts
from konsey.models import OutboxMessage
from tests.butce.test_booth import cast, fill_in, numbers
from tests.butce.voting import open_vote, register_entry

pytestmark = pytest.mark.django_db
LETTER = "butce/draft_waits"


@pytest.fixture
def begun(client):
    """A vote of nine more days, in which a signed-in person has filled in a paper and gone away."""
    vote = open_vote(with_own=False)
    client.force_login(vote.voter())
    fill_in(client, vote, {"proje": numbers(vote, 1)})
    return vote


def letters():
    return OutboxMessage.objects.filter(letter=LETTER)


def after(**time):
    return timezone.now() + timedelta(**time)


def test_letters_come_after_two_hours_two_days_and_on_the_last_day(begun):
    sent = []
    for moment in (
        after(hours=1),
        after(hours=3),
        after(hours=4),
        after(days=3),
        after(days=4),
        after(days=8, hours=6),
    ):
        remind_of_drafts(moment)
        sent.append(letters().count())

    assert sent == [0, 1, 1, 2, 2, 3]
    assert {letter.expires_at for letter in letters()} == {begun.box.closes_at}


def test_letter_names_the_paper_and_no_project(begun):
    remind_of_drafts(after(hours=3))

    letter = letters().get()
    assert "Kent geneli" in letter.text
    assert begun.url("ballot", "kent") in letter.text
    assert not any(project.title in letter.text + letter.html for project in begun.projects())


def test_whoever_has_voted_gets_none(client, begun):
    cast(client, begun, {"proje": numbers(begun, 1)})
    fill_in(client, begun, {"proje": numbers(begun, 2)})

    assert remind_of_drafts(after(hours=3)) == 0


def test_without_an_account_nobody_is_written_to(client):
    vote = open_vote()
    client.post(vote.url("booth_register"), register_entry(vote))
    fill_in(client, vote, {"proje": numbers(vote, 1)})

    assert remind_of_drafts(after(hours=3)) == 0


def test_closed_vote_reminds_nobody(begun):
    assert remind_of_drafts(after(days=10)) == 0
