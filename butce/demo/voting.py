"""The cycle whose vote is open: one envelope for the city, four for neighbourhoods."""

from datetime import datetime, timedelta

from django.utils import timezone

from butce.demo import ballots
from butce.demo.calendar import add_phases, day_at
from butce.demo.projects import add_projects, add_refused
from butce.demo.texts import KURUS_PER_MILLION, ideas
from butce.models import Cycle, Envelope, PhaseChange, PhaseKind
from butce.services.freezing import freeze_cycle
from konsey import text
from konsey.models import Neighbourhood, User

CITY_AMOUNT, CITY_VOTERS = 45 * KURUS_PER_MILLION, 6_400
NEIGHBOURHOODS = {
    "Konak/Alsancak": (5, 210),
    "Karşıyaka/Bostanlı": (6, 480),
    "Bornova/Kazımdirik": (6, 390),
    "Buca/Kozağaç": (5, 260),
}
DAYS_OPEN = 3


def load(now: datetime, clerk: User) -> None:
    first_vote = now - timedelta(days=DAYS_OPEN)
    year = timezone.localtime(now).year
    cycle = Cycle.objects.create(
        title=f"Birlikte Yapalım {year + 1}",
        slug=f"birlikte-yapalim-{year + 1}",
        year=year + 1,
        summary="Kentin geneli ve dört mahalle için önerilen projeler oylanıyor (örnek dönem).",
        description=DESCRIPTION,
        is_example=True,
        age_on=day_at(first_vote, 0).date(),
        rule=Cycle.Rule.SHARES_COST,
        completion=Cycle.Completion.GROW_FILL,
        tie_seed=f"Körfez {year}: 4 18 23 31 40 44",
        published_at=day_at(first_vote, -95),
    )
    add_phases(cycle, first_vote)
    envelopes = _envelopes(cycle)
    rows = ideas("acik")
    add_projects(cycle, rows, envelopes, first_vote, clerk)
    add_refused(cycle, first_vote, clerk, len(rows) + 1)
    _extension(cycle, first_vote, clerk)
    freeze_cycle(cycle=cycle, by=clerk, now=day_at(first_vote, -2))
    for place, (key, envelope) in enumerate(envelopes.items()):
        envelope.refresh_from_db()
        ballots.fill_box(envelope, NEIGHBOURHOODS[key][1] if key else CITY_VOTERS, seed=350 + place)


def _envelopes(cycle: Cycle) -> dict[str, Envelope]:
    found = {
        "": Envelope.objects.create(
            cycle=cycle, title="Kent geneli", slug="kent-geneli", scope=Envelope.Scope.CITY, amount=CITY_AMOUNT,
            electorate=Envelope.Electorate.ANY_RESIDENT, max_choices=5, minimum_votes=50,
        )
    }  # fmt: skip
    for position, (key, (millions, _voters)) in enumerate(NEIGHBOURHOODS.items(), 1):
        district, name = key.split("/")
        found[key] = Envelope.objects.create(
            cycle=cycle, title=name, slug=text.slug(name), scope=Envelope.Scope.NEIGHBOURHOOD, position=position,
            neighbourhood=Neighbourhood.objects.get(district__name=district, name=name),
            amount=millions * KURUS_PER_MILLION, max_choices=3, rule=Cycle.Rule.GREEDY_VOTES,
            electorate=Envelope.Electorate.OWN_AREA,
        )  # fmt: skip
    return found


def _extension(cycle: Cycle, first_vote: datetime, clerk: User) -> None:
    ideas_phase = cycle.phases.get(kind=PhaseKind.IDEAS)
    assert ideas_phase.ends_at is not None
    PhaseChange.objects.create(
        cycle=cycle, kind=PhaseKind.IDEAS, old_start=ideas_phase.starts_at, new_start=ideas_phase.starts_at,
        old_end=ideas_phase.ends_at - timedelta(days=3), new_end=ideas_phase.ends_at, by=clerk,
        at=day_at(first_vote, -61),
        reason="Kırsal ilçelerdeki tanıtım toplantıları yağış nedeniyle ertelendiği için üç gün uzatıldı.",
    )  # fmt: skip


DESCRIPTION = """Bu dönem **örnektir**: projeler, tutarlar ve kişiler uydurulmuştur.

Kentin geneli için bir, dört mahalle için birer bütçe payı var. Kent geneli payında doğrulanmış her İzmirli,
mahalle paylarında o mahallede oturanlar oy kullanır. Kent geneli payı **Eşit Paylar Yöntemi** ile, mahalle
payları en çok oy alandan başlanarak dağıtılır.
"""
