"""The cycle that is closed, with everything built, and the one whose winners are being built."""

from datetime import datetime, timedelta

from django.utils import timezone

from butce.demo import ballots
from butce.demo.calendar import add_phases, day_at
from butce.demo.projects import add_projects, add_refused
from butce.demo.texts import KURUS_PER_MILLION, ideas
from butce.models import Cycle, Department, Envelope, Implementation, ImplementationStep, Proposal
from butce.services.certifying import certify_count
from butce.services.counting import count_cycle
from butce.services.freezing import freeze_cycle
from butce.services.proposals import advance_proposal
from konsey.models import User

State = Implementation.State
DELAY = "Yüklenici sözleşmeyi bıraktı; ihale yenileniyor."


def load_closed(now: datetime, clerk: User) -> None:
    """Thirty thousand ballots under Equal Shares; everything finished."""
    first_vote = now - timedelta(days=430)
    cycle = _vote(now, first_vote, clerk, back=1, texts="kapali", amount=38, voters=31_400, seed=35,
                  rule=Cycle.Rule.SHARES_COST, completion=Cycle.Completion.GROW_FILL)  # fmt: skip
    for place, work in enumerate(_works(cycle)):
        _finish(work, first_vote, clerk, 90 + place * 23)


def load_building(now: datetime, clerk: User) -> None:
    """Twelve thousand ballots, most votes first; one winner finished, one late, others on their way."""
    first_vote = now - timedelta(days=205)
    cycle = _vote(now, first_vote, clerk, back=0, texts="uygulama", amount=24, voters=12_300, seed=5,
                  rule=Cycle.Rule.GREEDY_VOTES, completion=Cycle.Completion.NONE)  # fmt: skip
    for place, work in enumerate(_works(cycle)):
        if place == 0:
            _finish(work, first_vote, clerk, 120)
        else:
            _under_way(work, first_vote, now, clerk, place)


def _vote(
    now: datetime, first_vote: datetime, clerk: User, *, back: int, texts: str, amount: int, voters: int, seed: int,
    rule: str, completion: str,
) -> Cycle:  # fmt: skip
    year = timezone.localtime(now).year - back
    cycle = Cycle.objects.create(
        title=f"Birlikte Yapalım {year}",
        slug=f"birlikte-yapalim-{year}",
        year=year,
        summary="Bütün kent için önerilen projeler oylandı (örnek dönem).",
        description="Bu dönem **örnektir**: projeler, tutarlar, oylar ve kişiler uydurulmuştur.",
        is_example=True,
        age_on=day_at(first_vote, 0).date(),
        rule=rule,
        completion=completion,
        tie_seed=f"Körfez {year - 1}: 3 11 19 27 38 49",
        published_at=day_at(first_vote, -95),
    )
    add_phases(cycle, first_vote)
    envelope = Envelope.objects.create(
        cycle=cycle, title="Kent geneli", slug="kent-geneli", scope=Envelope.Scope.CITY, max_choices=5,
        amount=amount * KURUS_PER_MILLION, electorate=Envelope.Electorate.ANY_RESIDENT, minimum_votes=100,
    )  # fmt: skip
    rows = ideas(texts)
    add_projects(cycle, rows, {"": envelope}, first_vote, clerk)
    add_refused(cycle, first_vote, clerk, len(rows) + 1)
    freeze_cycle(cycle=cycle, by=clerk, now=day_at(first_vote, -2))
    envelope.refresh_from_db()
    ballots.fill_box(envelope, voters, seed)
    count = count_cycle(cycle=cycle, by=clerk, now=day_at(first_vote, 9, 11))
    for login, hour in (("sekretarya", 14), ("yonetici", 15)):
        certify_count(count=count, by=User.objects.get(email=f"{login}@demo.example"), now=day_at(first_vote, 9, hour))
    return cycle


def _works(cycle: Cycle) -> list[Implementation]:
    departments = list(Department.objects.all())
    works = list(
        Implementation.objects.filter(proposal__cycle=cycle).select_related("proposal").order_by("proposal__number")
    )
    for work in works:
        asked = work.proposal.assessments.first()
        work.department = asked.department if asked else departments[0]
    return works


def _finish(work: Implementation, first_vote: datetime, clerk: User, days: int) -> None:
    last = day_at(first_vote, 35 + days)
    work.state, work.percentage, work.finished_on, work.changed_at = State.FINISHED, 100, last.date(), last
    work.contract_amount = (work.proposal.cost or 0) * 97 // 100
    work.save()
    for title, part in (("Sözleşme imzalandı", 20), ("Çalışma başladı", 45), ("Kullanıma açıldı", 100)):
        ImplementationStep.objects.create(
            implementation=work, title=title, done_on=day_at(first_vote, 35 + days * part // 100).date(), by=clerk
        )
    for to in (Proposal.State.IN_PROGRESS, Proposal.State.COMPLETED):
        advance_proposal(proposal=work.proposal, to=to, by=None, now=last)


def _under_way(work: Implementation, first_vote: datetime, now: datetime, clerk: User, place: int) -> None:
    work.state = (State.BUILDING, State.DELAYED, State.TENDER, State.PLANNED)[(place - 1) % 4]
    work.percentage = {State.BUILDING: 60, State.DELAYED: 25, State.TENDER: 5, State.PLANNED: 0}[State(work.state)]
    work.delay_reason = DELAY if work.state == State.DELAYED else ""
    work.expected_on, work.changed_at = (now + timedelta(days=60 + 20 * place)).date(), now - timedelta(days=4 + place)
    work.save()
    ImplementationStep.objects.create(
        implementation=work, title="Keşif ve proje hazırlandı", done_on=day_at(first_vote, 60 + place).date(), by=clerk
    )
    ImplementationStep.objects.create(
        implementation=work, title="Açılış", planned_on=(now + timedelta(days=60 + 20 * place)).date(), by=clerk
    )
    if work.state in {State.BUILDING, State.DELAYED}:
        advance_proposal(proposal=work.proposal, to=Proposal.State.IN_PROGRESS, by=None, now=day_at(first_vote, 62))
