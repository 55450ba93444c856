"""A generated vote of realistic size and shape: where people live, what they care about, how few they choose.

Deterministic, and cast by nobody: the roll holds random bytes.
"""

import random
from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from butce.models import Envelope, Proposal
from konsey.models import District, Neighbourhood
from sandik.models import Paper


def fill_box(envelope: Envelope, voters: int, seed: int) -> None:
    """Put ``voters`` roll entries and shuffled approval ballots into the envelope's box."""
    dice = random.Random(seed)  # noqa: S311  (a made-up vote, nothing secret)
    projects = list(
        Proposal.objects.filter(envelope=envelope, ballot_number__isnull=False).select_related(
            "category", "neighbourhood"
        )
    )
    areas = _areas(envelope, dice, voters)
    appeal = {project.pk: dice.lognormvariate(0, 0.7) * (project.cost or 1) ** 0.25 for project in projects}
    paper = envelope.paper
    assert paper is not None
    day = timezone.localtime(paper.box.opens_at).date()  # no query may come between the rows of a COPY
    with connection.cursor() as cursor:
        with cursor.copy("COPY sandik_rollentry (paper_id, voter, area, channel, station_id, day) FROM STDIN") as roll:
            for area in areas:
                roll.write_row((paper.pk, dice.randbytes(32), area[1], "online", None, day))
        with cursor.copy("COPY sandik_boxballot (receipt, paper_id, channel, choices, points) FROM STDIN") as box:
            dice.shuffle(areas)
            for district, _area in areas:
                box.write_row(
                    (dice.randbytes(32), paper.pk, "online", _choose(dice, projects, appeal, district, paper), [])
                )


def _areas(envelope: Envelope, dice: random.Random, voters: int) -> list[tuple[int, str]]:
    """Return district id and area of every voter, drawn by population; towns far away vote less."""
    rows = Neighbourhood.objects.select_related("district")
    if envelope.neighbourhood_id:
        rows = rows.filter(pk=envelope.neighbourhood_id)
    places = list(rows)
    central = set(District.objects.order_by("-population").values_list("pk", flat=True)[:11])
    weights = [place.population * (3 if place.district_id in central else 1) for place in places]
    drawn = dice.choices(places, weights, k=voters)
    return [(place.district_id, f"{place.district.slug}/{place.slug}") for place in drawn]


def _choose(
    dice: random.Random, projects: Sequence[Proposal], appeal: dict[int, float], district: int, paper: Paper
) -> list[int]:
    """One to ``max_choices`` approvals: what is near counts eight times, one topic of the heart three times."""
    most = paper.max_choices or 5
    heart = dice.choice(projects).category_id
    left = list(projects)
    chosen: list[int] = []
    for _turn in range(min(dice.choices((1, 2, 3, 4, 5), (22, 22, 24, 14, 18))[0], most, len(left))):
        weights = [appeal[p.pk] * _near(p, district) * (3 if p.category_id == heart else 1) for p in left]
        place = dice.choices(range(len(left)), weights)[0]
        chosen.append(left.pop(place).ballot_number or 0)
    return sorted(chosen)


def _near(project: Proposal, district: int) -> float:
    if project.neighbourhood is None:
        return 1.5
    return 8 if project.neighbourhood.district_id == district else 0.35
