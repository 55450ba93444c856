"""Two clerks, two tabs, two applications at the same moment."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.utils import timezone

from konsey.errors import Refused
from konsey.models import AuditEntry, Organisation, OutboxMessage, Representation
from konsey.services import organisations, representations
from konsey.services.representations import Mandate
from tests.factories.konsey import OrganisationFactory, RepresentationFactory, UserFactory
from tests.files import pdf_bytes, sent

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; return "done" or the refusal of each."""
    barrier = threading.Barrier(len(acts))
    outcomes = [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            act()
            outcomes[place] = "done"
        except Refused as refusal:
            outcomes[place] = refusal.message
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def _mandate() -> Mandate:
    today = timezone.localdate()
    return Mandate("Başkan", sent(pdf_bytes()), today, today + dt.timedelta(days=100))


def test_two_clerks_decide_differently_and_only_one_decision_stands():
    row = RepresentationFactory()
    first, second = UserFactory.create_batch(2, is_staff=True)

    outcomes = at_once(
        lambda: representations.approve_application(by=first, representation=row),
        lambda: representations.reject_application(by=second, representation=row, reason="Neden"),
    )

    row.refresh_from_db()
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    assert row.decided_by == (first if outcomes[0] == "done" else second)
    assert OutboxMessage.objects.count() == 1
    assert AuditEntry.objects.filter(action__startswith="representation.").count() == 1


def test_person_withdraws_while_a_clerk_approves():
    row = RepresentationFactory()
    clerk = UserFactory(is_staff=True)

    outcomes = at_once(
        lambda: representations.approve_application(by=clerk, representation=row),
        lambda: representations.withdraw_application(by=row.person, representation=row),
    )

    row.refresh_from_db()
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    assert row.state == ("approved" if outcomes[0] == "done" else "withdrawn")


def test_ten_clicks_make_one_application():
    person, organisation = UserFactory(), OrganisationFactory()

    outcomes = at_once(
        *[lambda: representations.apply_to_represent(by=person, organisation=organisation, mandate=_mandate())] * 10
    )

    assert outcomes.count("done") == 1
    assert set(outcomes) == {"done", "Bu kurum için incelenmeyi bekleyen bir başvurunuz zaten var."}
    assert Representation.objects.count() == 1


def test_limit_of_waiting_applications_holds_against_many_tabs():
    person = UserFactory()
    wanted = OrganisationFactory.create_batch(9)

    outcomes = at_once(
        *[
            lambda organisation=organisation: representations.apply_to_represent(
                by=person, organisation=organisation, mandate=_mandate()
            )
            for organisation in wanted
        ]
    )

    assert outcomes.count("done") == 5
    assert Representation.objects.waiting().count() == 5


def test_two_overlapping_mandates_approved_at_once_become_one():
    """No service can get here (one application at a time, the organisation locked); the database holds all the same.

    Without that lock PostgreSQL may end one of the two as a deadlock instead of a violation.
    """
    person, organisation = UserFactory(), OrganisationFactory()
    clerk = UserFactory(is_staff=True)

    def approved() -> None:
        try:
            RepresentationFactory(person=person, organisation=organisation, approved=True, decided_by=clerk)
        except (IntegrityError, OperationalError) as error:
            raise Refused(type(error.__cause__).__name__) from error

    outcomes = at_once(approved, approved)

    assert sorted(outcomes)[1] == "done"
    assert sorted(outcomes)[0] in {"ExclusionViolation", "DeadlockDetected"}
    assert Representation.objects.current(timezone.localdate()).count() == 1


def test_same_organisation_proposed_twice_at_once_exists_once():
    people = UserFactory.create_batch(5)

    outcomes = at_once(
        *[
            lambda person=person: organisations.propose_organisation(
                by=person, organisation=Organisation(name="Işıklar Derneği", kind="association"), mandate=_mandate()
            )
            for person in people
        ]
    )

    assert outcomes.count("done") == 1
    assert Organisation.objects.count() == 1
    assert Representation.objects.count() == 1


def test_names_with_the_same_address_get_different_ones_at_once():
    clerk = UserFactory(is_staff=True)
    names = ["A.B Derneği", "A B Derneği", "A-B Derneği", "A, B Derneği"]

    outcomes = at_once(
        *[
            lambda name=name: organisations.add_organisation(
                by=clerk, organisation=Organisation(name=name, kind="association")
            )
            for name in names
        ]
    )

    assert outcomes == ["done"] * 4
    slugs = sorted(Organisation.objects.values_list("slug", flat=True))
    assert slugs == ["a-b-dernegi", "a-b-dernegi-2", "a-b-dernegi-3", "a-b-dernegi-4"]


def test_suspension_and_approval_of_a_mandate_keep_one_order_of_locks():
    row = RepresentationFactory()
    clerks = UserFactory.create_batch(2, is_staff=True)

    outcomes = at_once(
        lambda: organisations.suspend_organisation(by=clerks[0], organisation=row.organisation, reason="İnceleme"),
        lambda: representations.approve_application(by=clerks[1], representation=row),
    )

    row.refresh_from_db()
    assert outcomes[0] == "done"
    assert outcomes[1] in {"done", "Önce kurum onaylanmalıdır."}
    assert row.state == ("approved" if outcomes[1] == "done" else "submitted")
