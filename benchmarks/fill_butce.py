"""Made-up cycles of the sizes to measure; run inside the portal:

    script/manage --data .veri shell -c "import runpy; runpy.run_path('benchmarks/fill_butce.py')['fill'](100, 2000)"

The cycles are called olcum-100 and olcum-2000. Use a data folder of its own: they cannot be told from real ones.
"""

import random
from datetime import timedelta

from django.utils import timezone

from butce.models import Category, Cycle, Envelope, Follow, Phase, PhaseKind, Proposal, ProposalHistory
from konsey import text
from konsey.models import Neighbourhood, User

BODY = (
    "Boş köşeye üç yaş grubu için salıncak, kaydırak ve tırmanma ağı konsun; üstüne gölgelik gerilsin, çevresine on "
    "iki zeytin ve çitlembik ağacı dikilsin. Zemin düşmeye karşı yumuşak olsun. "
)
TITLES = ("parkına gölgelikli oyun alanı", "okul yolu için yükseltilmiş geçit", "mahalle kitaplığı", "afet dolabı")


def fill(*sizes: int) -> None:
    for size in sizes:
        if not Cycle.objects.filter(slug=f"olcum-{size}").exists():
            _cycle(size)
        first = Proposal.objects.filter(cycle__slug=f"olcum-{size}").select_related("cycle").first()
        print(f"{size}: {first.get_absolute_url()}")


def _cycle(size: int) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    cycle = Cycle.objects.create(
        title=f"Ölçüm {size}", slug=f"olcum-{size}", year=2030, summary="Ölçüm için üretildi.", is_example=True,
        age_on=timezone.localdate(), tie_seed="ölçüm", published_at=now,
    )  # fmt: skip
    for place, kind in enumerate(PhaseKind.values):
        start = now + timedelta(days=20 * place - 30)
        Phase.objects.create(cycle=cycle, kind=kind, starts_at=start, ends_at=start + timedelta(days=20))
    envelope = Envelope.objects.create(
        cycle=cycle, title="Bütün kent", slug="kent", scope="city", electorate="any_resident", amount=25 * 10**8
    )
    proposals = Proposal.objects.bulk_create(_proposals(cycle, envelope, size, random.Random(size)))
    Follow.objects.bulk_create(
        Follow(proposal=proposal, user=user, since=now)
        for user in User.objects.order_by("pk")[:5]
        for proposal in proposals
    )
    ProposalHistory.objects.bulk_create(
        ProposalHistory(proposal=proposal, from_state=before, to_state=after, at=now, sentence="Uygun bulundu.")
        for proposal in proposals
        for before, after in (("draft", "submitted"), ("submitted", "under_review"), ("under_review", "feasible"))
    )


def _proposals(cycle: Cycle, envelope: Envelope, size: int, dice: random.Random) -> list[Proposal]:
    places = list(Neighbourhood.objects.all())
    topics = [Category.objects.get_or_create(slug=f"konu-{n}", defaults={"name": f"Konu {n}"})[0] for n in range(8)]
    made = []
    for number in range(1, size + 1):
        place = dice.choice(places)
        title = f"{place.name} {dice.choice(TITLES)}"
        made.append(
            Proposal(
                cycle=cycle,
                number=number,
                title=title,
                slug=text.slug(title),
                problem=BODY,
                body=BODY * 4,
                beneficiaries="Mahallenin çocukları",
                summary=BODY[:120] if number % 2 else "",
                cost_guess=number * 10**6,
                cost=number * 10**6,
                running_cost=10**6,
                category=dice.choice(topics),
                neighbourhood=place,
                envelope=envelope,
                state="feasible",
                submitted_at=timezone.now() - timedelta(minutes=number),
            )
        )
    return made
