"""Cards of projects: made from plain columns and drawn once, since lists show a hundred at a time."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Left
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from butce.models import Proposal, ProposalPicture
from butce.models.proposals import ProposalQuerySet
from konsey import numbers
from konsey.compiled import AnyOf, Compiled

State = Proposal.State
OPENING = 160  # letters of the text where there is no plain summary yet
PICTURE_STEP = 480
KEPT = 3_000  # cards in memory, about 2 kB each
BADGES: dict[str, str] = {
    State.RETURNED: "late",
    State.FEASIBLE: "done",
    State.INELIGIBLE: "muted",
    State.MERGED: "muted",
    State.ON_BALLOT: "now",
    State.SELECTED: "done",
    State.NOT_SELECTED: "muted",
    State.IN_PROGRESS: "now",
    State.COMPLETED: "done",
}
_COLUMNS = ("pk", "number", "slug", "title", "state", "summary", "cost", "cost_guess")


def cards_of(proposals: ProposalQuerySet) -> list[SafeString]:
    """Return the cards of a slice of proposals: two queries, whatever their number."""
    return _drawn(list(_rows(proposals)))


def cards_by_key(keys: Iterable[int]) -> list[SafeString]:
    """Return the cards in the order of their keys: two queries.

    For long lists: the page is taken by keys alone, since sorting two thousand whole rows with their places costs the
    database more than everything else on the page.
    """
    keys = list(keys)
    rows = {row[0]: row for row in _BY_KEY.rows(keys=keys)}
    return _drawn([rows[key] for key in keys if key in rows])


def _rows(proposals: ProposalQuerySet) -> QuerySet[Any, tuple[Any, ...]]:
    return proposals.values_list(
        *_COLUMNS,
        Left("body", OPENING + 1),
        F("category__name"),
        F("neighbourhood__name"),
        F("neighbourhood__district__name"),
        F("cycle__slug"),
    )


_BY_KEY = Compiled(lambda keys: _rows(Proposal.objects.filter(AnyOf("pk", keys)).order_by()), keys=list[int])
_COVERS = Compiled(
    lambda keys: (
        ProposalPicture.objects.filter(AnyOf("proposal_id", keys))
        .order_by("proposal_id", "position", "pk")
        .distinct("proposal_id")
        .values_list("proposal_id", "token", "alt")
    ),
    keys=list[int],
)


def _drawn(rows: Sequence[tuple[Any, ...]]) -> list[SafeString]:
    pictures = _covers([row[0] for row in rows])
    language = get_language() or ""
    return [_card(row, pictures.get(row[0]), language) for row in rows]


@lru_cache(maxsize=KEPT)
def _card(row: Sequence[Any], picture: tuple[str, str] | None, language: str) -> SafeString:
    """Draw one card. It depends on its arguments alone (``language`` is the active one), so it is drawn once."""
    pk, number, slug, title, state, summary, cost, guess, body, category, neighbourhood, district, cycle = row
    facts = (place_label(neighbourhood, district), category, cost_label(cost, guess))
    card = {
        "title": title,
        "url": f"{reverse('butce:cycle_list')}{cycle}/fikir/{number}/{slug}/",
        "badge": State(state).label,
        "badge_kind": BADGES.get(state, ""),
        "fact": " · ".join(fact for fact in facts if fact),
        "text": summary or opening(body),
        "image": picture[0] if picture else "",
        "alt": picture[1] if picture else "",
        "seed": f"fikir-{pk}",
    }
    return render_to_string("components/card.html", card)


def place_label(neighbourhood: str | None, district: str | None) -> str:
    return f"{neighbourhood}, {district}" if neighbourhood else _("Bütün kent")


def cost_label(cost: int | None, guess: int | None) -> str:
    """The checked cost, else the author's guess, said as such."""
    if cost is None and guess is None:
        return ""
    money = numbers.money_of_kurus(cost if cost is not None else guess or 0).replace(" ", "\u00a0")
    return money if cost is not None else _("tahmin %(money)s") % {"money": money}


def opening(text: str, length: int = OPENING) -> str:
    """The first words of a text."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rpartition(" ")[0].rstrip(",;:. ") + " …"


def _covers(proposals: list[int]) -> dict[int, tuple[str, str]]:
    """The first picture of each proposal: its address and what it shows."""
    found = _COVERS.rows(keys=proposals)
    return {pk: (reverse("picture", args=[token, PICTURE_STEP]), alt) for pk, token, alt in found}
