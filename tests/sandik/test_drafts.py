"""Drafts: read by the browser that wrote them alone, forgotten after casting and closing, three reminders."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sandik.choices import Choices
from sandik.models import Draft
from sandik.services import drafts
from sandik.services.drafts import Reminder
from tests.factories.konsey import UserFactory
from tests.factories.sandik import BoxFactory, DraftFactory, PaperFactory

THREE_ONE = Choices((3, 1))
pytestmark = pytest.mark.django_db


def _save(paper, *, user=None, key="", choices=THREE_ONE, now=None):
    return drafts.save_draft(paper=paper, user=user, key=key, choices=choices, now=now or timezone.now())


def test_the_browser_that_wrote_a_draft_reads_it_and_no_other():
    paper, other = PaperFactory(), PaperFactory()
    key = _save(paper, choices=Choices((3, 1), (500, 20)))

    assert drafts.open_draft(paper=paper, key=key) == Choices((3, 1), (500, 20))
    assert drafts.open_draft(paper=other, key=key) is None
    assert [drafts.open_draft(paper=paper, key=wrong) for wrong in ("", "ğ" * 43, drafts.new_key())] == [None] * 3


def test_the_row_shows_neither_the_choices_nor_how_many_nor_the_key():
    paper = PaperFactory()
    keys = [_save(paper, choices=Choices(tuple(range(1, count + 1)))) for count in (0, 1, 60)]

    rows = list(Draft.objects.all())
    assert len({len(row.sealed_choices) for row in rows}) == 1
    assert not any(key.encode() in bytes(row.handle) + bytes(row.sealed_choices) for key in keys for row in rows)
    assert not any(b"1, 2, 3" in bytes(row.sealed_choices) for row in rows)


def test_a_broken_or_exchanged_draft_is_none_and_not_an_error():
    paper = PaperFactory()
    key, other = _save(paper), _save(paper)
    first, second = Draft.objects.order_by("pk")
    Draft.objects.filter(pk=first.pk).update(sealed_choices=second.sealed_choices)
    Draft.objects.filter(pk=second.pk).update(sealed_choices=b"x")

    assert drafts.open_draft(paper=paper, key=key) is None
    assert drafts.open_draft(paper=paper, key=other) is None


def test_saving_again_keeps_one_row_and_one_key_serves_every_paper(ayse):
    paper, other = PaperFactory(), PaperFactory()
    key = _save(paper)
    assert _save(paper, key=key, choices=Choices((2,))) == key
    assert _save(other, key=key) == key
    _save(paper, user=ayse, key=key, choices=Choices((4,)))  # signs in with the draft at hand

    rows = Draft.objects.filter(paper=paper)
    assert [row.user for row in rows] == [ayse]
    assert drafts.open_draft(paper=paper, key=key) == Choices((4,))
    assert Draft.objects.get(paper=other).handle != rows[0].handle


def test_a_second_device_takes_the_place_of_the_first(ayse):
    paper = PaperFactory()
    first = _save(paper, user=ayse)
    second = _save(paper, user=ayse)

    assert drafts.open_draft(paper=paper, key=first) is None
    assert drafts.open_draft(paper=paper, key=second) == Choices((3, 1))


def test_casting_drops_the_draft_of_the_browser_and_of_the_person(ayse):
    paper = PaperFactory()
    mine, _elsewhere, other = _save(paper), _save(paper, user=ayse), _save(paper)

    drafts.drop_draft(paper=paper, key=mine, user=ayse)
    drafts.drop_draft(paper=paper, key="")

    assert drafts.open_draft(paper=paper, key=other) is not None
    assert Draft.objects.count() == 1


def test_closing_ends_every_draft():
    open_draft = DraftFactory()
    DraftFactory(paper=PaperFactory(box=BoxFactory(closed=True)))

    assert drafts.drop_stale_drafts(timezone.now()) == 1
    assert Draft.objects.get() == open_draft


@pytest.mark.parametrize(
    ("after", "reminded", "which"),
    [
        (timedelta(hours=1), 0, None),
        (timedelta(hours=2), 0, Reminder.HOURS),
        (timedelta(hours=2), 1, None),
        (timedelta(days=3), 1, Reminder.DAYS),
        (timedelta(days=3), 0, Reminder.DAYS),
        (timedelta(days=9, hours=1), 2, Reminder.LAST_DAY),
        (timedelta(days=9, hours=1), 3, None),
        (timedelta(days=11), 0, None),
    ],
)
def test_letters_are_due_after_two_hours_two_days_and_on_the_last_day(after, reminded, which):
    start = timezone.now()
    box = BoxFactory(opens_at=start - timedelta(hours=1), closes_at=start + timedelta(days=10))
    draft = DraftFactory(paper=PaperFactory(box=box), saved_at=start, reminded=reminded)
    DraftFactory(paper=draft.paper, user=None, saved_at=start)

    assert drafts.due_reminders(start + after) == ([] if which is None else [(draft, which)])


def test_a_letter_is_noted_once_and_never_an_earlier_one_after_it():
    draft = DraftFactory()

    noted = [drafts.mark_reminded(draft=draft, which=which) for which in (2, 2, 1, 3)]

    assert noted == [True, False, False, True]


def test_reminders_take_one_query_however_many(django_assert_num_queries):
    long_ago = timezone.now() - timedelta(hours=3)
    DraftFactory.create_batch(5, saved_at=long_ago)

    with django_assert_num_queries(1):
        found = [(draft.user.email, draft.paper.box.title) for draft, _which in drafts.due_reminders(timezone.now())]
    assert len(found) == 5


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_leave_one_draft():
    paper, ayse, barrier = PaperFactory(), UserFactory(), threading.Barrier(6)

    def run():
        barrier.wait(30)
        _save(paper, user=ayse)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert Draft.objects.filter(user=ayse).count() == 1
