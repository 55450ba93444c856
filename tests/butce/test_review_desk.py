"""The desk of the review: what each role sees and may do, object by object."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from butce.models import Assessment, ConflictPair, Department, Proposal
from tests.factories.butce import (
    AssessmentFactory,
    CycleFactory,
    DepartmentFactory,
    EnvelopeFactory,
    ObjectionFactory,
    ProposalFactory,
)

pytestmark = pytest.mark.django_db
State = Proposal.State
ANSWER = {"feasibility": "conditional", "cost": "250.000", "sentence": "Zemin etüdüyle olur.", "note": "iç"}


@pytest.fixture
def cycle():
    return CycleFactory(phase="technical_review")


def _change(model, row):
    return reverse(f"admin:butce_{model}_change", args=[row.pk])


def _act(model, row, name):
    return reverse(f"admin:butce_{model}_act", args=[row.pk, name])


def _list(model):
    return reverse(f"admin:butce_{model}_changelist")


def test_a_reviewer_sees_and_answers_the_own_department_alone(client, as_role, cycle):
    proposal = ProposalFactory(cycle=cycle, state=State.UNDER_REVIEW, title="Ortak fikir")
    mine = AssessmentFactory(proposal=proposal, question="Bizim soru")
    other = AssessmentFactory(proposal=proposal, answered=True, sentence="Öteki görüş", note="öteki not")
    mine.department.reviewers.add(as_role("liaison"))

    assert client.get(_list("assessment")).context["cl"].result_count == 1
    for name in ("change", "history"):
        assert client.get(reverse(f"admin:butce_assessment_{name}", args=[other.pk])).status_code in {302, 404}
    for name in ("yanit", "geri", "iletme", "iptal"):
        assert client.post(_act("assessment", other, name), ANSWER).status_code == 404
    assert client.post(_act("assessment", mine, "iptal")).status_code == 403
    page = client.get(_change("proposal", proposal)).content.decode()
    assert "Öteki görüş" not in page
    assert "öteki not" not in page
    assert proposal.author.email not in page

    client.post(_act("assessment", mine, "yanit"), ANSWER)

    mine.refresh_from_db()
    assert (mine.state, mine.cost, mine.published_at) == (Assessment.State.ANSWERED, 25_000_000, None)


def test_queues_of_the_first_page_count_the_own_rows(client, as_role, cycle):
    proposal = ProposalFactory(cycle=cycle, state=State.UNDER_REVIEW)
    yesterday = timezone.localdate() - timedelta(days=1)
    mine = AssessmentFactory(proposal=proposal, due_on=yesterday)
    AssessmentFactory(proposal=proposal, due_on=yesterday)

    for role, expected in (("liaison", 1), ("budget_staff", 2)):
        person = as_role(role)
        mine.department.reviewers.add(person)
        waiting = {str(each.label): each for each in client.get(reverse("admin:index")).context["queues"]}
        assert waiting["Süresi dolan görüşler"].count == expected


@pytest.mark.parametrize("role", ["liaison", "editor", "secretariat"])
def test_roles_without_the_right_see_no_hidden_ideas_and_no_buttons(client, as_role, cycle, role):
    shown = ProposalFactory(cycle=cycle)
    hidden = ProposalFactory(cycle=cycle, state=State.REDIRECTED)
    as_role(role)

    assert "islem" not in client.get(_change("proposal", shown)).content.decode()
    assert client.get(_change("proposal", hidden)).status_code == 302
    assert client.post(_act("proposal", shown, "uygun")).status_code == 403


def test_drafts_are_nobodys_at_the_desk(client, as_role, cycle):
    draft = ProposalFactory(cycle=cycle, draft=True)
    as_role("budget_staff")

    assert client.get(_change("proposal", draft)).status_code == 302


def test_the_whole_way_by_buttons(client, as_role, cycle):
    idea, department = ProposalFactory(cycle=cycle), DepartmentFactory()
    envelope = EnvelopeFactory(cycle=cycle)
    coordinator = as_role("budget_staff")
    due_on = timezone.localdate() + timedelta(days=3)

    client.post(_act("proposal", idea, "uygun"), {"note": ""})
    client.post(_act("proposal", idea, "sorma"), {"departments": [department.pk], "due_on": due_on, "question": "?"})
    row = Assessment.objects.get()
    reviewer = as_role("liaison")
    department.reviewers.add(reviewer)
    client.post(_act("assessment", row, "yanit"), ANSWER)
    client.force_login(coordinator)
    form = client.get(_act("proposal", idea, "karar")).context["form"]
    verdict = {"cost": "250.000", "running_cost": "", "summary": "Özet.", "envelope": envelope.pk, "sentence": ""}
    client.post(_act("proposal", idea, "karar"), verdict)

    idea.refresh_from_db()
    assert (form.initial["cost"], form.initial["envelope"]) == (25_000_000, envelope.pk)
    assert (idea.state, idea.cost, idea.envelope) == (State.FEASIBLE, 25_000_000, envelope)


def test_a_refusal_and_its_objection_by_buttons(client, as_role, cycle):
    objection = ObjectionFactory(proposal__cycle=cycle)
    as_role("budget_staff")

    assert objection.text in client.get(_act("objection", objection, "red")).content.decode()
    client.post(_act("objection", objection, "red"), {"answer": "Gerekçe aynen geçerli."})

    objection.refresh_from_db()
    assert objection.state == "rejected"


def test_a_department_names_only_those_who_may_answer(client, as_role, burak):
    reviewer = as_role("liaison")
    as_role("budget_staff")
    address = reverse("admin:butce_department_add")

    client.post(address, {"name": "Park Şubesi", "email": "", "reviewers": [burak.pk]})
    assert not Department.objects.exists()
    client.post(address, {"name": "Park Şubesi", "email": "", "reviewers": [reviewer.pk]})

    department = Department.objects.get()
    assert (department.slug, list(department.reviewers.all())) == ("park-subesi", [reviewer])


def test_conflict_pairs_share_an_envelope_and_are_kept_in_order(client, as_role, cycle):
    envelope = EnvelopeFactory(cycle=cycle)
    one, two = (ProposalFactory(cycle=cycle, feasible=True, envelope=envelope) for _ in range(2))
    far = ProposalFactory(cycle=cycle, feasible=True, envelope=EnvelopeFactory(cycle=cycle))
    as_role("budget_staff")
    address = reverse("admin:butce_conflictpair_add")

    for first, second in ((one, one), (one, far)):
        client.post(address, {"first": first.pk, "second": second.pk, "reason": "Aynı arsa"})
    assert not ConflictPair.objects.exists()
    client.post(address, {"first": two.pk, "second": one.pk, "reason": "Aynı arsa"})

    assert ConflictPair.objects.get().first == one


def test_lists_take_the_same_number_of_queries(client, as_role, cycle):
    as_role("budget_staff")
    counts = []
    for number in (1, 12):
        for _ in range(number):
            AssessmentFactory(proposal__cycle=cycle)
        found = []
        for model in ("proposal", "assessment"):
            client.get(_list(model))
            found.append(_queries(client, _list(model)))
        counts.append(found)

    assert counts[0] == counts[1]


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
