"""Objections: in time to the minute, once, and decided by somebody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from butce.models import Objection, PhaseKind, Proposal
from butce.rules.objections import deadline
from butce.rules.opening import opening_checks
from butce.rules.review import public_review
from butce.services import objections as services
from butce.services import review
from butce.services.review import Verdict
from konsey.errors import Refused
from konsey.models import OutboxMessage
from tests.factories.butce import AssessmentFactory, CycleFactory, EnvelopeFactory, ObjectionFactory, ProposalFactory

pytestmark = pytest.mark.django_db
State = Proposal.State
MINUTE = timedelta(minutes=1)
TEXT = "Arsanın yarısı belediyeye ait, tapu kaydı ektedir."


@pytest.fixture
def first(as_role):
    return as_role("budget_staff")


@pytest.fixture
def second(as_role):
    return as_role("budget_staff")


def _refused(by, at, phase="technical_review"):
    idea = ProposalFactory(cycle=CycleFactory(phase=phase), state=State.UNDER_REVIEW)
    review.find_ineligible(proposal=idea, by=by, now=at, reason="ownership", sentence="Arsa özel.")
    return idea


def _object(idea, at):
    return services.object_to_refusal(proposal=idea, by=idea.author, text=TEXT, now=at)


def test_deadline_is_the_later_of_five_days_and_the_end_of_the_phase_but_never_after_the_vote_opens(first):
    idea = _refused(first, timezone.now())
    phase = idea.cycle.phases.get(kind=PhaseKind.OBJECTIONS)
    assert deadline(idea) == phase.ends_at

    idea.cycle.phases.filter(kind=PhaseKind.OBJECTIONS).delete()
    told = idea.history.get(to_state=State.INELIGIBLE).at
    assert deadline(Proposal.objects.get(pk=idea.pk)) == told + timedelta(days=5)

    idea.cycle.phases.exclude(kind=PhaseKind.VOTING).delete()
    idea.cycle.phases.update(starts_at=told + timedelta(days=2))
    assert deadline(Proposal.objects.get(pk=idea.pk)) == told + timedelta(days=2)


def test_the_last_minute_is_in_time_and_the_deadline_itself_is_not(client, time_machine, first):
    idea = _refused(first, timezone.now())
    until, address = deadline(idea), reverse("butce:proposal_object", args=[idea.cycle.slug, idea.number])

    time_machine.move_to(until, tick=False)
    client.force_login(idea.author)
    assert "İtiraz süresi" in client.post(address, {"text": TEXT}).content.decode()
    assert Objection.objects.count() == 0

    time_machine.move_to(until - MINUTE, tick=False)
    client.force_login(idea.author)
    assert client.post(address, {"text": TEXT}).status_code == 302
    assert Objection.objects.get().text == TEXT


def test_only_the_author_and_only_once(first, second):
    now = timezone.now()
    idea = _refused(first, now)

    with pytest.raises(Refused, match="fikri verene aittir"):
        services.object_to_refusal(proposal=idea, by=second, text=TEXT, now=now)
    _object(idea, now)
    with pytest.raises(Refused, match="bir kez"):
        _object(idea, now)


@pytest.mark.parametrize("act", ["accept_objection", "reject_objection"])
def test_who_refused_does_not_decide_on_the_objection(first, second, act):
    now = timezone.now()
    objection = _object(_refused(first, now), now)

    with pytest.raises(Refused, match="siz reddettiniz"):
        getattr(services, act)(objection=objection, by=first, now=now, answer="Aynı kanıdayım.")
    getattr(services, act)(objection=objection, by=second, now=now, answer="Tapuya bakıldı.")

    objection.refresh_from_db()
    assert objection.decided_by == second


def test_who_refused_does_not_decide_the_second_review_either(first, second):
    now = timezone.now()
    idea = _refused(first, now)
    services.accept_objection(objection=_object(idea, now), by=second, now=now, answer="Yeniden bakılsın.")
    AssessmentFactory(proposal=idea, answered=True)
    verdict = Verdict(cost=1000, running_cost=None, summary="Özet.", envelope=EnvelopeFactory(cycle=idea.cycle))

    with pytest.raises(Refused, match="siz reddettiniz"):
        review.find_feasible(proposal=idea, by=first, now=now, verdict=verdict)
    review.find_feasible(proposal=idea, by=second, now=now, verdict=verdict)
    assert idea.state == State.FEASIBLE


def test_an_accepted_objection_may_make_it_feasible_at_once(first, second):
    now = timezone.now()
    idea = _refused(first, now)
    verdict = Verdict(cost=1000, running_cost=None, summary="Özet.", envelope=EnvelopeFactory(cycle=idea.cycle))

    services.accept_objection(objection=_object(idea, now), by=second, now=now, answer="Haklı.", verdict=verdict)

    idea.refresh_from_db()
    assert (idea.state, idea.cost, idea.reason_text) == (State.FEASIBLE, 1000, "")


def test_an_objection_is_public_only_with_its_answer(client, first, second):
    now = timezone.now()
    idea = _refused(first, now)
    objection = _object(idea, now)
    client.logout()
    assert TEXT not in client.get(idea.get_absolute_url()).content.decode()
    assert not public_review(idea)

    services.reject_objection(objection=objection, by=second, now=now, answer="Tapu kaydı özel mülkiyeti gösteriyor.")

    page = client.get(idea.get_absolute_url()).content.decode()
    assert TEXT in page
    assert "Tapu kaydı özel mülkiyeti gösteriyor." in page
    letters = OutboxMessage.objects.filter(letter="butce/objection_decided")
    assert [each.to for each in letters] == [idea.author.email]
    assert "reddedildi" in letters.get().subject


def test_once_the_vote_opens_an_objection_can_only_be_rejected(second):
    objection, now = ObjectionFactory(proposal__cycle=CycleFactory(phase="voting")), timezone.now()

    with pytest.raises(Refused, match="yalnızca reddedilebilir"):
        services.accept_objection(objection=objection, by=second, now=now, answer="Haklı.")
    assert services.reject_objection(objection=objection, by=second, now=now, answer="Geç.").state == "rejected"


def test_the_button_stands_on_the_page_of_the_author_alone(client, first, second):
    idea = _refused(first, timezone.now())

    client.force_login(second)
    assert "itiraz edin" not in client.get(idea.get_absolute_url()).content.decode()
    client.force_login(idea.author)
    assert "itiraz edin" in client.get(idea.get_absolute_url()).content.decode()


def test_the_rules_are_not_frozen_while_somebody_may_still_object(first):
    now = timezone.now()
    idea = _refused(first, now)
    sentence = "1 önerinin itiraz süresi sürüyor."

    def stops(at):
        return [each.sentence for each in opening_checks(idea.cycle, at) if each.stops]

    assert sentence in stops(now + timedelta(days=5) - MINUTE)
    assert sentence not in stops(now + timedelta(days=5))
    _object(idea, now)
    assert sentence not in stops(now)
