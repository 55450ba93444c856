"""Reminders, retention of letters, leaving the portal."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from konsey import personal_data, retention
from konsey.models import Organisation, OutboxMessage, Representation
from konsey.services import representations
from konsey.tasks.organisations import remind_of_mandates
from tests.factories.konsey import OrganisationFactory, RepresentationFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(dt.datetime(2026, 3, 10, 1, 0, tzinfo=dt.UTC), tick=False):
        yield


def test_reminder_goes_out_once_to_those_whose_mandate_ends_soon():
    soon = RepresentationFactory(approved=True, valid_to=TODAY + dt.timedelta(days=30))
    RepresentationFactory(approved=True, valid_to=TODAY + dt.timedelta(days=31))
    RepresentationFactory(valid_to=TODAY + dt.timedelta(days=5))
    RepresentationFactory(approved=True, valid_from=dt.date(2025, 1, 1), valid_to=TODAY - dt.timedelta(days=1))
    RepresentationFactory(
        approved=True, valid_to=TODAY + dt.timedelta(days=5), organisation=OrganisationFactory(suspended=True)
    )

    remind_of_mandates()
    representations.remind_of_ends(now=timezone.now())

    sent = OutboxMessage.objects.get()
    assert (sent.letter, sent.to) == ("konsey/representation_ends_soon", soon.person.email)


def test_who_has_renewed_is_not_reminded():
    soon = RepresentationFactory(approved=True, valid_to=TODAY + dt.timedelta(days=5))
    RepresentationFactory(
        person=soon.person,
        organisation=soon.organisation,
        valid_from=TODAY + dt.timedelta(days=6),
        valid_to=TODAY + dt.timedelta(days=300),
    )

    assert representations.remind_of_ends(now=timezone.now()) == 0


def test_letters_are_destroyed_after_their_time_and_rows_stay(django_capture_on_commit_callbacks):
    day = timezone.now()
    over = RepresentationFactory(approved=True, valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2025, 1, 1))
    rejected = RepresentationFactory(approved=True)
    Representation.objects.filter(pk=rejected.pk).update(
        state="rejected", reason="x", decided_at=day - dt.timedelta(days=400)
    )
    current = RepresentationFactory(approved=True)

    with django_capture_on_commit_callbacks(execute=True):
        first = retention.DESTROYERS["mandate_letters"](day - dt.timedelta(days=365), 1)
        rest = retention.DESTROYERS["mandate_letters"](day - dt.timedelta(days=365), 10)

    assert (first, rest) == (1, 1)
    kept = set(Representation.objects.exclude(letter="").values_list("pk", flat=True))
    assert kept == {current.pk}
    assert not over.letter.storage.exists(over.letter.name)
    assert current.letter.storage.exists(current.letter.name)
    assert Representation.objects.count() == 3


def test_download_holds_the_mandates_and_erasing_forgets_them(ayse, django_capture_on_commit_callbacks):
    held = RepresentationFactory(person=ayse, approved=True, role_title="Başkan")
    waiting = RepresentationFactory(person=ayse)
    proposed = OrganisationFactory(proposed=True, proposed_by=ayse)
    holding = personal_data.HOLDINGS["organisations"]

    told = [record.get("Kurum") or record["Önerdiğiniz kurum"] for record in holding.collect(ayse)]
    with django_capture_on_commit_callbacks(execute=True):
        holding.erase(ayse, timezone.now())

    assert sorted(told) == sorted([held.organisation.name, waiting.organisation.name, proposed.name])
    rows = Representation.objects.order_by("pk").values_list("state", "role_title", "letter")
    assert list(rows) == [("ended", "", ""), ("withdrawn", "", "")]
    assert not held.letter.storage.exists(held.letter.name)
    assert Organisation.objects.get(pk=proposed.pk).proposed_by is None
    assert OutboxMessage.objects.count() == 0
