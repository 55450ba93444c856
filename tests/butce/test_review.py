"""The review step by step: who may do what when, what is published when, and who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from butce.models import Assessment, Follow, Proposal, ProposalHistory
from butce.rules.review import fitting_envelopes, public_review
from butce.services import assessments, merging
from butce.services import review as services
from butce.services.assessments import Answer
from butce.services.review import Verdict
from konsey.errors import Refused
from konsey.models import OutboxMessage
from tests.factories.butce import (
    AssessmentFactory,
    CoProposerFactory,
    CycleFactory,
    DepartmentFactory,
    EnvelopeFactory,
    ProposalFactory,
)
from tests.factories.konsey import NeighbourhoodFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Proposal.State
YES = Answer(feasibility="yes", sentence="Alan belediyeye ait, kurulabilir.", cost=90_000_000, note="iç bilgi")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def clerk(as_role):
    return as_role("budget_staff")


@pytest.fixture
def cycle():
    return CycleFactory(phase="technical_review")


@pytest.fixture
def idea(cycle):
    return ProposalFactory(cycle=cycle, state=State.UNDER_REVIEW)


def _reviewer(as_role, department):
    person = as_role("liaison")
    department.reviewers.add(person)
    return person


def _verdict(idea, **values):
    envelope = values.pop("envelope", None) or EnvelopeFactory(cycle=idea.cycle)
    return Verdict(**{"cost": 95_000_000, "running_cost": 0, "summary": "Kısa özet.", "envelope": envelope, **values})


def _letters(letter):
    rows = OutboxMessage.objects.filter(letter=f"butce/{letter}")
    return sorted(rows.values_list("to", flat=True))


# --- formal check -------------------------------------------------------------------------------------------------
def test_passing_the_check_tells_author_coproposer_and_follower_once(cycle, clerk, now):
    idea, fan = ProposalFactory(cycle=cycle), UserFactory()
    CoProposerFactory(proposal=idea, confirmed_at=now, email="ortak@example.com")
    CoProposerFactory(proposal=idea, email="suskun@example.com")
    for person in (fan, idea.author):
        Follow.objects.create(proposal=idea, user=person, since=now)

    services.pass_check(proposal=idea, by=clerk, now=now)

    assert idea.state == State.UNDER_REVIEW
    assert _letters("review_step") == sorted([idea.author.email, "ortak@example.com", fan.email])
    with pytest.raises(Refused, match="bu işlem yapılamaz"):
        services.pass_check(proposal=idea, by=clerk, now=now)
    assert len(_letters("review_step")) == 3
    assert "takibi bırakmak" in OutboxMessage.objects.get(to=fan.email).text


def test_returning_is_told_to_the_author_alone_and_keeps_the_sentence(cycle, clerk, now):
    idea = ProposalFactory(cycle=cycle)
    Follow.objects.create(proposal=idea, user=UserFactory(), since=now)

    services.return_to_author(proposal=idea, by=clerk, now=now, sentence="Yerini yazınız.")

    assert idea.state == State.RETURNED
    assert _letters("idea_returned") == [idea.author.email]
    assert "Yerini yazınız." in OutboxMessage.objects.get().text


def test_a_complaint_leaves_the_pages_and_the_letter_says_where_to_go(client, cycle, clerk, now):
    idea = ProposalFactory(cycle=cycle)

    services.redirect_complaint(proposal=idea, by=clerk, now=now, sentence="Çukur onarımı bir proje değildir.")

    letter = OutboxMessage.objects.get(letter="butce/idea_redirected")
    assert "153" in letter.text
    assert idea.get_absolute_url() not in letter.text
    assert client.get(idea.get_absolute_url()).status_code == 404
    services.take_back(proposal=idea, by=clerk, now=now)
    assert idea.state == State.SUBMITTED


@pytest.mark.parametrize(
    ("phase", "refusal"),
    [("announced", "başlayacak"), ("ideas", ""), ("preliminary_review", ""), ("objections", ""), ("voting", "Oylama")],
)
def test_formal_check_runs_from_the_first_idea_until_the_vote_opens(clerk, now, phase, refusal):
    idea = ProposalFactory(cycle=CycleFactory(phase=phase))

    if not refusal:
        services.pass_check(proposal=idea, by=clerk, now=now)
        assert idea.state == State.UNDER_REVIEW
        return
    with pytest.raises(Refused, match=refusal):
        services.pass_check(proposal=idea, by=clerk, now=now)


def test_departments_are_not_asked_before_the_technical_review(clerk, now):
    idea = ProposalFactory(cycle=CycleFactory(phase="ideas"), state=State.UNDER_REVIEW)

    with pytest.raises(Refused, match="Teknik değerlendirme"):
        _ask(idea, [DepartmentFactory()], clerk, now)


def test_nobody_reviews_an_idea_of_their_own(cycle, clerk, now):
    own = ProposalFactory(cycle=cycle, author=clerk)
    shared = ProposalFactory(cycle=cycle)
    CoProposerFactory(proposal=shared, user=clerk, confirmed_at=now)

    for idea in (own, shared):
        with pytest.raises(Refused, match="Kendi fikrinizi"):
            services.pass_check(proposal=idea, by=clerk, now=now)


# --- departments --------------------------------------------------------------------------------------------------
def _ask(idea, departments, by, now, **values):
    due_on = values.pop("due_on", timezone.localdate(now) + timedelta(days=5))
    return assessments.ask_departments(
        proposal=idea, departments=departments, due_on=due_on, question="Kaça olur?", by=by, now=now
    )


def test_asking_writes_to_the_department_and_its_reviewers(idea, clerk, now):
    department, person = DepartmentFactory(), UserFactory(is_staff=True)
    department.reviewers.add(person)

    _ask(idea, [department], clerk, now)

    assert _letters("assessment_asked") == sorted([department.email, person.email])
    with pytest.raises(Refused, match="zaten bekleniyor"):
        _ask(idea, [department], clerk, now)


def test_only_somebody_named_for_the_department_answers(idea, as_role, now):
    row = AssessmentFactory(proposal=idea)
    stranger = _reviewer(as_role, DepartmentFactory())

    with pytest.raises(Refused, match="Bu birim adına"):
        assessments.answer(assessment=row, answer=YES, by=stranger, now=now)

    person = _reviewer(as_role, row.department)
    assert assessments.answer(assessment=row, answer=YES, by=person, now=now).state == Assessment.State.ANSWERED


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (Answer(feasibility="no", sentence="Olmaz."), "gerekçe kodunu"),
        (Answer(feasibility="yes", sentence="Olur."), "bedeli yazınız"),
        (Answer(feasibility="no", reason="technical", sentence=" "), "açıklamayı yazınız"),
        (
            Answer(feasibility="no", reason="technical", sentence="Olmaz.", has_conflict_of_interest=True),
            "Çıkar ilişkisini",
        ),
    ],
)
def test_an_answer_is_whole(idea, as_role, now, answer, refusal):
    row = AssessmentFactory(proposal=idea)
    person = _reviewer(as_role, row.department)

    with pytest.raises(Refused, match=refusal):
        assessments.answer(assessment=row, answer=answer, by=person, now=now)


def test_forwarding_asks_the_other_department_and_returning_frees_the_first(idea, as_role, clerk, now):
    row, other = AssessmentFactory(proposal=idea, question="Kimin?"), DepartmentFactory()
    person = _reviewer(as_role, row.department)

    new = assessments.forward(assessment=row, to=other, sentence="Park bizim değil.", by=person, now=now)

    assert (new.department, new.question, new.forwarded_from, new.due_on) == (other, "Kimin?", row, row.due_on)
    other.reviewers.add(person)
    assessments.return_to_coordinator(assessment=new, sentence="Ada parsel eksik.", by=person, now=now)
    assert len(_ask(idea, [other, row.department], clerk, now)) == 2


def test_late_departments_are_reminded_once(idea, now):
    today = timezone.localdate(now)
    late = AssessmentFactory(proposal=idea, due_on=today - timedelta(days=1))
    AssessmentFactory(proposal=idea, due_on=today)
    AssessmentFactory(due_on=today - timedelta(days=1), proposal__state=State.WITHDRAWN)

    assert (assessments.remind_late(now), assessments.remind_late(now)) == (1, 0)
    assert _letters("assessment_late") == [late.department.email]


# --- decision -----------------------------------------------------------------------------------------------------
def test_nothing_is_decided_while_an_answer_is_open(idea, clerk, now):
    AssessmentFactory(proposal=idea, answered=True)
    open_one = AssessmentFactory(proposal=idea)

    with pytest.raises(Refused, match="1 birimin yanıtı bekleniyor"):
        services.find_feasible(proposal=idea, by=clerk, now=now, verdict=_verdict(idea))

    assessments.cancel(assessment=open_one, by=clerk, now=now)
    services.find_feasible(proposal=idea, by=clerk, now=now, verdict=_verdict(idea))
    idea.refresh_from_db()
    assert (idea.state, idea.cost, idea.summary) == (State.FEASIBLE, 95_000_000, "Kısa özet.")


def test_no_project_is_feasible_without_any_answer(idea, clerk, now):
    with pytest.raises(Refused, match="en az bir birimin"):
        services.find_feasible(proposal=idea, by=clerk, now=now, verdict=_verdict(idea))


def test_only_envelopes_that_fit_are_offered_and_taken(cycle, clerk, now):
    here = NeighbourhoodFactory()
    idea = ProposalFactory(cycle=cycle, state=State.UNDER_REVIEW, neighbourhood=here)
    AssessmentFactory(proposal=idea, answered=True)
    city, own = EnvelopeFactory(cycle=cycle), EnvelopeFactory(cycle=cycle, of_neighbourhood=True, neighbourhood=here)
    district = EnvelopeFactory(cycle=cycle, of_district=True, district=here.district)
    theme = EnvelopeFactory(cycle=cycle, themed=True, category=idea.category)
    others = [
        EnvelopeFactory(),
        EnvelopeFactory(cycle=cycle, of_neighbourhood=True),
        EnvelopeFactory(cycle=cycle, of_district=True),
        EnvelopeFactory(cycle=cycle, themed=True),
    ]

    assert set(fitting_envelopes(idea)) == {city, own, district, theme}
    for wrong in others:
        with pytest.raises(Refused, match="uymuyor"):
            services.find_feasible(proposal=idea, by=clerk, now=now, verdict=_verdict(idea, envelope=wrong))
    verdict = _verdict(idea, envelope=city, cost=city.amount + 1)
    with pytest.raises(Refused, match="büyük"):
        services.find_feasible(proposal=idea, by=clerk, now=now, verdict=verdict)


def test_answers_are_published_with_the_decision_and_without_names_or_notes(client, idea, as_role, clerk, now):
    row = AssessmentFactory(proposal=idea)
    person = _reviewer(as_role, row.department)
    assessments.answer(assessment=row, answer=YES, by=person, now=now)
    client.logout()
    places = [
        idea.get_absolute_url(),
        f"/butce/{idea.cycle.slug}/fikirler/?q=kurulabilir",
        f"/butce/{idea.cycle.slug}/fikirler/liste.csv",
    ]

    for address in places:
        assert YES.sentence.encode() not in _body(client.get(address))
        assert b"900.000" not in _body(client.get(address))
    assert not public_review(idea)

    services.find_ineligible(proposal=idea, by=clerk, now=now, reason="ownership", sentence="Arsa özel mülkiyette.")

    page = client.get(idea.get_absolute_url()).content.decode()
    assert YES.sentence in page
    assert "Arsa özel mülkiyette." in page
    assert row.department.name in page
    assert person.name not in page
    assert YES.note not in page


def _body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_what_is_asked_again_stays_inside_until_decided_again(idea, clerk, now):
    AssessmentFactory(proposal=idea, answered=True, sentence="İlk görüş.")
    services.find_feasible(proposal=idea, by=clerk, now=now, verdict=_verdict(idea))
    services.reopen(proposal=idea, by=clerk, now=now, sentence="Zemin raporu geldi.")
    AssessmentFactory(proposal=idea, answered=True, sentence="İkinci görüş.")

    assert [each.sentence for each in public_review(idea).answers] == ["İlk görüş."]


# --- merging ------------------------------------------------------------------------------------------------------
def test_merging_flattens_chains_and_everybody_follows_the_target(client, cycle, clerk, now):
    first, middle, last = (ProposalFactory(cycle=cycle) for _ in range(3))
    fan, partner = UserFactory(), UserFactory()
    Follow.objects.create(proposal=first, user=fan, since=now)
    CoProposerFactory(proposal=first, user=partner, email=partner.email, confirmed_at=now)

    merging.merge_proposals(source=first, target=middle, by=clerk, now=now, sentence="Aynı park.")
    merging.merge_proposals(source=middle, target=last, by=clerk, now=now, sentence="Aynı park.")

    first.refresh_from_db()
    assert (first.merged_into, middle.merged_into) == (last, last)
    followers = set(Follow.objects.filter(proposal=last).values_list("user", flat=True))
    assert followers == {fan.pk, partner.pk, first.author_id, middle.author_id}
    assert last.get_absolute_url() in client.get(first.get_absolute_url()).content.decode()
    assert fan.email in _letters("idea_merged")

    merging.part_proposal(proposal=first, by=clerk, now=now, sentence="Ayrı bir park.")
    assert (first.state, first.merged_into) == (State.SUBMITTED, None)
    assert _letters("idea_parted") == sorted([first.author.email, partner.email, fan.email])


def test_merging_needs_another_idea_of_the_same_cycle(cycle, clerk, now):
    idea = ProposalFactory(cycle=cycle)

    for target, refusal in ((idea, "kendisiyle"), (ProposalFactory(), "aynı dönemin")):
        with pytest.raises(Refused, match=refusal):
            merging.merge_proposals(source=idea, target=target, by=clerk, now=now, sentence="Aynı.")
    assert ProposalHistory.objects.count() == 0
