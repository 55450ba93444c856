"""After a register import, before an expiry, at an erasure: what happens to people who are verified already."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from konsey.models import AuditEntry, LockOut, OutboxMessage, Residence, Verification
from konsey.rules import identity as rules
from konsey.services.identity import erasure, expiry
from konsey.services.identity.grants import months_after
from konsey.services.identity.register_follow_up import follow_up, follow_up_all
from konsey.tasks.identity import import_registers, tend_verifications
from tests.factories.konsey import (
    HelpCaseFactory,
    LockOutFactory,
    NeighbourhoodFactory,
    RegisterEntryFactory,
    RegisterImportFactory,
    ResidenceFactory,
    UserFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def done(now):
    return RegisterImportFactory(state="done", started_at=now, finished_at=now)


def entry_for(verification, neighbourhood=None):
    return RegisterEntryFactory(
        identity_hmac=bytes(verification.identity_hmac), neighbourhood=neighbourhood or verification.neighbourhood
    )


def letters():
    return sorted(OutboxMessage.objects.values_list("letter", flat=True))


def test_unchanged_people_hear_nothing(done, now):
    entry_for(VerificationFactory(settled=True))

    follow_up(register_import=done, now=now)

    assert (done.accounts_moved, done.accounts_departed, letters()) == (0, 0, [])
    assert done.followed_up_at == now


def test_person_gone_from_the_register_has_a_month_to_object(done, now):
    row = VerificationFactory(settled=True)

    follow_up(register_import=done, now=now)

    row.refresh_from_db()
    assert (row.departed_at, row.expires_at) == (now, now + timedelta(days=30))
    assert rules.is_verified(row.user, now + timedelta(days=29))
    assert not rules.is_verified(row.user, now + timedelta(days=30))
    assert done.accounts_departed == 1
    assert letters() == ["konsey/register_departed"]
    assert AuditEntry.objects.get(action="identity.register_departed").object_id == str(row.pk)


def test_repeating_the_follow_up_writes_nobody_twice(done, now):
    VerificationFactory(settled=True)

    follow_up(register_import=done, now=now)
    follow_up(register_import=done, now=now)

    assert done.accounts_departed == 1
    assert letters() == ["konsey/register_departed"]


def test_person_who_is_back_gets_the_full_time_again(done, now):
    row = VerificationFactory(settled=True)
    follow_up(register_import=done, now=now)
    entry_for(row)

    follow_up(register_import=RegisterImportFactory(state="done", started_at=now, finished_at=now), now=now)

    row.refresh_from_db()
    assert (row.departed_at, row.expires_at) == (None, months_after(row.verified_at, 24))
    assert letters() == ["konsey/register_departed", "konsey/register_returned"]


def test_register_moves_a_person_who_declared_nothing_new(done, now):
    row = VerificationFactory(settled=True)
    new = entry_for(row, NeighbourhoodFactory()).neighbourhood

    follow_up(register_import=done, now=now)

    assert rules.verified_neighbourhood(row.user, now) == new
    assert Residence.objects.current().get(user=row.user).source == "register"
    letter = OutboxMessage.objects.get()
    assert "Doğrulamanız sürüyor" in letter.text
    assert done.accounts_moved == 1


def test_declared_move_is_confirmed_by_the_next_register(done, now):
    row = VerificationFactory()
    new = NeighbourhoodFactory()
    ResidenceFactory(user=row.user, neighbourhood=new)
    entry_for(row, new)
    assert not rules.is_verified(row.user, now)

    follow_up(register_import=done, now=now)

    assert rules.verified_neighbourhood(row.user, now) == new
    assert row.user.residences.count() == 1


def test_register_that_contradicts_a_declaration_leaves_the_declaration_alone(done, now):
    row = VerificationFactory()
    declared = ResidenceFactory(user=row.user).neighbourhood
    entry_for(row, NeighbourhoodFactory())

    follow_up(register_import=done, now=now)

    assert Residence.objects.current().get(user=row.user).neighbourhood == declared
    assert not rules.is_verified(row.user, now)
    assert "farklı" in OutboxMessage.objects.get().text


@pytest.mark.parametrize("confirms", [True, False])
def test_what_a_clerk_saw_is_only_confirmed_never_overruled_by_the_register(done, now, burak, confirms):
    row = VerificationFactory(method="desk", checked_by=burak, document="passport")
    declared = ResidenceFactory(user=row.user).neighbourhood
    before = row.neighbourhood
    entry_for(row, declared if confirms else NeighbourhoodFactory())

    follow_up(register_import=done, now=now)

    row.refresh_from_db()
    assert row.neighbourhood == (declared if confirms else before)
    assert rules.is_verified(row.user, now) is confirms


def test_person_from_the_desk_need_not_be_in_the_register(done, now, burak):
    VerificationFactory(method="desk", checked_by=burak, document="passport", settled=True)

    follow_up(register_import=done, now=now)

    assert letters() == []


def test_many_people_are_followed_up_in_batches(done, now, monkeypatch):
    monkeypatch.setattr("konsey.services.identity.register_follow_up.BATCH", 2)
    for _number in range(5):
        VerificationFactory(settled=True)

    assert follow_up_all(now=now) == 1

    done.refresh_from_db()
    assert done.accounts_departed == 5
    assert follow_up_all(now=now) == 0


# --- expiry ---------------------------------------------------------------------------------------------------------
def test_expiring_people_are_warned_once_a_month_before(now):
    soon = VerificationFactory(expires_at=now + timedelta(days=30), settled=True)
    VerificationFactory(expires_at=now + timedelta(days=31), settled=True)
    VerificationFactory(expires_at=now + timedelta(days=10), departed_at=now, settled=True)
    VerificationFactory(verified_at=now - timedelta(days=800), expires_at=now - timedelta(days=1), settled=True)

    assert expiry.warn_expiring(now=now) == 1
    assert expiry.warn_expiring(now=now + timedelta(hours=5)) == 0

    letter = OutboxMessage.objects.get()
    assert (letter.to, letter.letter) == (soon.user.email, "konsey/verification_expiring")


def test_nightly_task_warns_and_forgets(now):
    VerificationFactory(expires_at=now + timedelta(days=3), settled=True)
    LockOutFactory(last_failed_at=now - timedelta(days=5))
    LockOutFactory(user=None, network="f" * 64, last_failed_at=now)

    tend_verifications()

    assert letters() == ["konsey/verification_expiring"]
    assert LockOut.objects.get().network == "f" * 64


@pytest.mark.django_db(transaction=True)
def test_minute_task_follows_up_what_the_command_brought(now):
    RegisterImportFactory(state="done", started_at=now, finished_at=now)
    VerificationFactory(settled=True)

    import_registers()

    assert letters() == ["konsey/register_departed"]


# --- erasure --------------------------------------------------------------------------------------------------------
def test_erased_person_leaves_no_hash_and_no_words_and_frees_the_identity(now):
    row = VerificationFactory(settled=True)
    digest = bytes(row.identity_hmac)
    HelpCaseFactory(user=row.user, message="Adım Ayşe.")
    LockOutFactory(user=row.user)

    erasure.erase_identity(user=row.user, now=now)

    row.refresh_from_db()
    assert (row.identity_hmac, row.end_reason) == (None, "erased")
    assert row.user.identity_help_cases.get().message != "Adım Ayşe."
    assert not LockOut.objects.exists()
    assert VerificationFactory(user=UserFactory(), identity_hmac=digest).pk
    assert Verification.objects.count() == 2


@pytest.mark.parametrize(
    ("start", "months", "expected"), [("2024-02-29", 24, "2026-02-28"), ("2026-08-31", 6, "2027-02-28")]
)
def test_months_end_on_a_day_that_exists(start, months, expected):
    moment = datetime.fromisoformat(f"{start}T10:00:00+00:00")

    assert months_after(moment, months).date().isoformat() == expected
