"""The retention policy, carried out by night: what is old enough goes, what is not stays, and it is written down."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from konsey import retention
from konsey.models import (
    AccessibilityFeedback,
    AccountDeletion,
    DataRequest,
    HelpCase,
    NoticeAcceptance,
    OneTimeCode,
    OutboxMessage,
    Representation,
    RetentionRule,
    RetentionRun,
    User,
)
from konsey.services import privacy
from konsey.services import retention as services
from konsey.tasks.retention import apply_retention
from tests.client import PortalClient
from tests.factories.konsey import (
    AccessibilityFeedbackFactory,
    DataRequestFactory,
    HelpCaseFactory,
    OneTimeCodeFactory,
    OutboxMessageFactory,
    RepresentationFactory,
    RetentionRuleFactory,
    UserFactory,
)


def _rule(name):
    return RetentionRule.objects.get(name=name)


def _run(name, now):
    return services.run_rule(rule=_rule(name), now=now)


@pytest.fixture
def now(db):
    return timezone.now()


def test_every_rule_has_its_destroyer_and_every_destroyer_its_rule(db):
    assert set(RetentionRule.objects.values_list("name", flat=True)) == set(retention.DESTROYERS)


# --- what each rule destroys ------------------------------------------------------------------------------------
def test_unconfirmed_accounts_go_after_thirty_days_and_free_the_address(now):
    old = UserFactory(email="eski@example.com", joined_at=now - timedelta(days=31), confirmed=False)
    young = UserFactory(joined_at=now - timedelta(days=29), confirmed=False)
    confirmed = UserFactory(joined_at=now - timedelta(days=400))

    run = _run("unconfirmed_accounts", now)

    assert run.count == 1
    assert set(User.objects.all()) == {young, confirmed}
    assert not EmailAddress.objects.filter(email=old.email).exists()


def test_unused_account_is_warned_at_23_months_and_erased_at_24(now):
    person = UserFactory(last_login=now - timedelta(days=701))
    fresh = UserFactory(last_login=now - timedelta(days=699))

    services.run_all(now=now)
    warned = OutboxMessage.objects.get(letter="konsey/unused_account")
    services.run_all(now=now + timedelta(days=29))
    person.refresh_from_db()

    assert warned.to == person.email
    assert person.erased_at is None
    AccountDeletion.objects.filter(user=person).update(due_at=now - timedelta(minutes=1))
    services.run_all(now=now)
    person.refresh_from_db()
    assert person.erased_at is not None
    assert User.objects.get(pk=fresh.pk).erased_at is None


def test_unused_staff_are_left_to_the_administrators(now):
    UserFactory(is_staff=True, last_login=now - timedelta(days=2_000))

    assert _run("inactive_accounts", now) is None


def test_expired_sessions_go_with_their_listing(now, ayse, cem):
    for person in (ayse, cem):
        PortalClient().force_login(person)
    key = UserSession.objects.get(user=ayse).session_key
    Session.objects.filter(session_key=key).update(expire_date=now - timedelta(days=2))

    _run("sessions", now)

    assert list(UserSession.objects.values_list("user", flat=True)) == [cem.pk]
    assert Session.objects.count() == 1


def test_old_letters_go_and_waiting_ones_stay(now):
    sent = {"state": "sent", "sent_at": now - timedelta(days=91)}
    OutboxMessageFactory(created_at=now - timedelta(days=91), **sent)
    waiting = OutboxMessageFactory(created_at=now - timedelta(days=91))

    _run("letters", now)

    assert list(OutboxMessage.objects.all()) == [waiting]


def test_codes_nobody_used_go_with_their_batch(now):
    code = OneTimeCodeFactory()
    used = OneTimeCodeFactory(used_at=now)
    batch = type(code.batch).objects
    batch.update(created_at=now - timedelta(days=90), expires_at=now - timedelta(days=31))

    run = _run("codes", now)

    assert run.count == 1
    assert list(OneTimeCode.objects.all()) == [used]


def test_answered_feedback_goes_and_open_feedback_stays(now, burak):
    closed = {"answer": "Giderildi.", "answered_by": burak}
    AccessibilityFeedbackFactory(answered_at=now - timedelta(days=366), **closed)
    waiting = AccessibilityFeedbackFactory(sent_at=now - timedelta(days=366))

    _run("feedback", now)

    assert list(AccessibilityFeedback.objects.all()) == [waiting]


def test_help_cases_go_a_year_after_their_end_and_waiting_ones_stay(now, ayse, burak):
    ended = now - timedelta(days=366)
    answered = {"state": HelpCase.State.ANSWERED, "answer": "Düzeltildi.", "answered_by": burak}
    HelpCaseFactory(answered_at=ended, **answered)
    HelpCaseFactory(state=HelpCase.State.CLOSED, closed_at=ended)
    waiting = HelpCaseFactory(created_at=ended)
    fresh = HelpCaseFactory(answered_at=now - timedelta(days=364), **answered)

    _run("help_cases", now)

    assert set(HelpCase.objects.all()) == {waiting, fresh}


def test_letter_of_an_ended_mandate_goes_and_the_mandate_stays(now, django_capture_on_commit_callbacks):
    today = timezone.localdate(now)
    mandate = RepresentationFactory(
        valid_from=today - timedelta(days=900), valid_to=today - timedelta(days=400), approved=True
    )
    mandate.letter.save("yazi.pdf", ContentFile(b"%PDF-1.4"))
    name, storage = mandate.letter.name, mandate.letter.storage

    with django_capture_on_commit_callbacks(execute=True):
        _run("mandate_letters", now)

    assert not storage.exists(name)
    assert Representation.objects.get(pk=mandate.pk).letter.name == ""


def test_closed_applications_go_after_three_years(now):
    DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=1_096))
    kept = DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=1_094))

    _run("data_requests", now)

    assert list(DataRequest.objects.all()) == [kept]


def test_acceptances_without_account_go_and_those_of_accounts_stay(now, ayse):
    then = now - timedelta(days=1_096)
    privacy.record_acceptance(kind="feedback", email="x@example.com", now=now)
    kept = privacy.record_acceptance(kind="signup", user=ayse, now=now)
    NoticeAcceptance.objects.update(at=then)

    _run("acceptances_by_address", now)

    assert list(NoticeAcceptance.objects.all()) == [kept]


# --- the run ----------------------------------------------------------------------------------------------------
def test_run_twice_destroys_once_and_logs_once(now):
    DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=2_000))

    first, second = services.run_all(now=now), services.run_all(now=now)

    assert [(run.rule.name, run.count, run.error) for run in first] == [("data_requests", 1, "")]
    assert second == []
    assert RetentionRun.objects.count() == 1


def test_log_says_what_how_many_and_until_when(now):
    DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=2_000))

    run = services.run_all(now=now)[0]

    assert (run.at, run.older_than) == (now, now - timedelta(days=1_095))


def test_inactive_rule_does_nothing(now):
    DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=2_000))
    RetentionRule.objects.filter(name="data_requests").update(active=False)

    assert services.run_all(now=now) == []
    assert DataRequest.objects.exists()


def test_days_are_data(now):
    DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=10))
    RetentionRule.objects.filter(name="data_requests").update(days=9)

    assert _run("data_requests", now).count == 1


def test_more_than_one_batch_is_destroyed_in_one_night(now, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 2)
    for _number in range(5):
        DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=2_000))

    assert _run("data_requests", now).count == 5


def test_failing_rule_is_logged_and_stops_no_other(now, monkeypatch):
    DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=2_000))

    def fail(older_than, limit):
        raise DatabaseError("kilit")

    monkeypatch.setitem(retention.DESTROYERS, "letters", fail)

    runs = {run.rule.name: (run.count, run.error) for run in services.run_all(now=now)}

    assert runs == {"letters": (0, "DatabaseError"), "data_requests": (1, "")}


def test_rule_without_destroyer_says_so(now):
    run = services.run_rule(rule=RetentionRuleFactory(), now=now)

    assert run.error == "Bu kurala bağlı bir işlem yok."


def test_nightly_task_runs_once_a_night(now):
    DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=2_000))

    assert apply_retention() is True
    assert apply_retention() is False
    assert RetentionRun.objects.count() == 1


def test_rules_are_published(client, db):
    page = client.get(reverse("privacy_retention")).content.decode()

    assert "Sonuçlanan ilgili kişi başvuruları" in page
    assert "1.095 gün" in page


@pytest.mark.django_db(transaction=True)
def test_two_workers_destroy_each_row_once():
    now = timezone.now()
    for _number in range(20):
        DataRequestFactory(state="withdrawn", closed_at=now - timedelta(days=2_000))
    barrier = threading.Barrier(4)

    def run():
        try:
            barrier.wait()
            services.run_rule(rule=_rule("data_requests"), now=now)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(RetentionRun.objects.values_list("count", flat=True)) == 20
    assert not DataRequest.objects.exists()
