"""Ideas of a demo cycle on their way to the ballot: handed in, reviewed, and some of them refused or merged."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from butce.demo.calendar import day_at
from butce.demo.texts import Idea
from butce.models import Assessment, Category, Cycle, Department, Envelope, Proposal, ProposalHistory
from konsey import text
from konsey.models import Neighbourhood, User

State = Proposal.State
NAMES = ("Ayşe Y.", "Mehmet K.", "", "Irmak D.", "Zeynep Ç.", "Hasan G.", "", "Elif T.", "Oğuz Ş.", "Songül A.")
DEPARTMENTS = {
    "Parklar ve yeşil alan": "Park ve Bahçeler Dairesi Başkanlığı",
    "Ulaşım": "Ulaşım Dairesi Başkanlığı",
    "Afet ve risk": "Deprem Risk Yönetimi ve Kentsel İyileştirme Dairesi Başkanlığı",
    "Çevre ve iklim": "İklim Değişikliği ve Çevre Koruma Dairesi Başkanlığı",
    "Kültür ve eğitim": "Kültür ve Sanat Dairesi Başkanlığı",
    "Gençlik ve spor": "Gençlik ve Spor Dairesi Başkanlığı",
    "Sosyal dayanışma": "Sosyal Hizmetler Dairesi Başkanlığı",
    "Erişilebilirlik": "Engelli Hizmetleri Şube Müdürlüğü",
    "Tarım ve gıda": "Tarımsal Hizmetler Dairesi Başkanlığı",
    "Sokak hayvanları": "Veteriner İşleri Şube Müdürlüğü",
}
CONDITIONS = "Uygulama projesinde erişilebilirlik ve bakım giderleri ayrıca gözetilecek."


def categories() -> dict[str, Category]:
    for name in DEPARTMENTS:
        Category.objects.get_or_create(name=name, defaults={"slug": text.slug(name)})
    return {category.name: category for category in Category.objects.all()}


def departments(reviewer: User | None) -> dict[str, Department]:
    """Return category name → the department that answers for it."""
    found = {}
    for category, name in DEPARTMENTS.items():
        found[category], is_new = Department.objects.get_or_create(name=name, defaults={"slug": text.slug(name)})
        if is_new and reviewer is not None:
            found[category].reviewers.add(reviewer)
    return found


def places() -> dict[str, Neighbourhood]:
    rows = Neighbourhood.objects.select_related("district")
    return {f"{row.district.name}/{row.name}": row for row in rows}


def add_projects(
    cycle: Cycle, ideas: Sequence[Idea], envelopes: dict[str, Envelope], first_vote: datetime, clerk: User
) -> list[Proposal]:
    """Store the ideas as feasible projects of their envelopes (key: ``Idea.envelope``), with their history."""
    topics, where = categories(), places()
    authors = list(User.objects.filter(email__endswith="@demo.example", is_staff=False).order_by("pk"))
    rows = Proposal.objects.bulk_create(
        Proposal(
            cycle=cycle,
            number=number,
            author=authors[number % len(authors)] if authors else None,
            author_name=NAMES[number % len(NAMES)],
            title=idea.title,
            slug=text.slug(idea.title, max_length=120),
            problem=idea.problem,
            body=idea.body,
            beneficiaries=idea.beneficiaries,
            summary=idea.summary,
            cost_guess=_guess(idea.cost, number),
            cost=idea.cost,
            running_cost=idea.running_cost,
            category=topics[idea.category],
            neighbourhood=where.get(idea.place),
            envelope=envelopes[idea.envelope],
            state=State.FEASIBLE,
            submitted_at=_submitted(first_vote, number),
        )
        for number, idea in enumerate(ideas, 1)
    )
    _add_history(rows, first_vote, clerk)
    _add_assessments(rows, first_vote, clerk)
    return rows


def add_refused(cycle: Cycle, first_vote: datetime, clerk: User, start: int) -> None:
    """A few that did not make it, each for another coded reason."""
    topics = list(categories().values())
    for place, (title, reason, sentence) in enumerate(REFUSED):
        number = start + place
        proposal = Proposal.objects.create(
            cycle=cycle, number=number, title=title, slug=text.slug(title, max_length=120),
            category=topics[place % len(topics)], author_name=NAMES[number % len(NAMES)],
            problem="Mahallede uzun süredir konuşulan bir ihtiyaç.", beneficiaries="Mahalleli",
            body=f"{title} için gereken çalışmanın yapılması.", state=State.INELIGIBLE,
            submitted_at=_submitted(first_vote, number), reason=reason, reason_text=sentence,
        )  # fmt: skip
        _histories(proposal, first_vote, clerk, [(State.SUBMITTED, -60, ""), (State.INELIGIBLE, -47, sentence)], reason)


REFUSED = (
    ("Şehir hastanesine ikinci acil girişi", "no_authority", "Hastane bakanlığa bağlıdır; belediyenin yetkisi yoktur."),
    ("Körfeze asma köprü", "too_expensive", "Tahmini bedel payın yüzlerce katıdır."),
    ("Apartmanımızın boyanması", "personal", "Tek bir binanın yararınadır; kamu yararı koşulunu sağlamıyor."),
    ("Özel arsaya çocuk parkı", "ownership", "Arsa özel mülkiyettedir; malik izin vermemiştir."),
    ("Sit alanında otopark", "unlawful", "Alan birinci derece arkeolojik sittir; yapılaşmaya kapalıdır."),
    ("Dik yamaca tramvay", "technical", "Eğim, tramvayın çıkabileceği sınırın iki katıdır."),
)  # fmt: skip


def _submitted(first_vote: datetime, number: int) -> datetime:
    return day_at(first_vote, -77 + number % 20) + timedelta(minutes=37 * number % 600)


def _guess(cost: int, number: int) -> int:
    """What residents think it costs: mostly too little."""
    return max(1, cost * (55 + number * 13 % 70) // 100 // 1_000_000) * 1_000_000


def _add_history(rows: Sequence[Proposal], first_vote: datetime, clerk: User) -> None:
    steps = [(State.SUBMITTED, -60, ""), (State.UNDER_REVIEW, -47, ""), (State.FEASIBLE, -19, CONDITIONS)]
    for row in rows:
        _histories(row, first_vote, clerk, steps)


def _histories(
    proposal: Proposal, first_vote: datetime, clerk: User, steps: list[tuple[str, int, str]], reason: str = ""
) -> None:
    before = State.DRAFT.value
    entries = []
    for state, days, sentence in steps:
        is_first = state == State.SUBMITTED
        entries.append(
            ProposalHistory(
                proposal=proposal,
                from_state=before,
                to_state=state,
                reason=reason if state == State.INELIGIBLE else "",
                sentence=sentence,
                by=None if is_first else clerk,
                at=proposal.submitted_at if is_first else day_at(first_vote, days, 15),
            )
        )
        before = state
    ProposalHistory.objects.bulk_create(entries)


def _add_assessments(rows: Sequence[Proposal], first_vote: datetime, clerk: User) -> None:
    reviewer = User.objects.filter(email="irtibat@demo.example").first() or clerk
    by_category = departments(reviewer)
    decided = day_at(first_vote, -19, 15)
    Assessment.objects.bulk_create(
        Assessment(
            proposal=row,
            department=by_category[row.category.name if row.category else "Ulaşım"],
            state=Assessment.State.ANSWERED,
            due_on=day_at(first_vote, -25).date(),
            asked_by=clerk,
            asked_at=day_at(first_vote, -45),
            feasibility=Assessment.Feasibility.CONDITIONAL if row.pk % 4 == 0 else Assessment.Feasibility.YES,
            ownership=Assessment.Ownership.MUNICIPAL if row.neighbourhood_id else Assessment.Ownership.NOT_NEEDED,
            cost=row.cost,
            running_cost=row.running_cost,
            sentence="Yerinde incelendi; bedel birim fiyatlara ve benzer işlere göre hesaplandı.",
            answered_by=reviewer,
            answered_at=day_at(first_vote, -28, 14),
            published_at=decided,
        )
        for row in rows
    )
