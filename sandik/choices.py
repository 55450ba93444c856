"""What may stand on a ballot: the one place that decides whether choices fit a paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandik.models import Paper


@dataclass(frozen=True)
class Choices:
    """Option numbers (in rank order for a ranking, else ascending) and, for points, the points parallel to them."""

    numbers: tuple[int, ...]
    points: tuple[int, ...] = ()


def canonical(paper: Paper, numbers: Sequence[int], points: Sequence[int] = ()) -> Choices:
    """Return choices in the one form in which equal ballots are equal: zero points dropped, numbers sorted."""
    if paper.kind == Paper.Kind.POINTS:
        pairs = sorted((number, given) for number, given in zip(numbers, points, strict=True) if given)
        return Choices(tuple(n for n, _given in pairs), tuple(given for _n, given in pairs))
    return Choices(tuple(numbers) if paper.kind == Paper.Kind.RANKING else tuple(sorted(numbers)))


def why_not(paper: Paper, weights: dict[int, int], choices: Choices) -> str | None:
    """Say why these choices cannot be cast. ``weights``: option number → cost of every option still on the paper."""
    if not choices.numbers:
        return _("Pusula boş. En az bir seçim yapınız.")
    if len(set(choices.numbers)) != len(choices.numbers):
        return _("Bir proje pusulada yalnızca bir kez yer alabilir.")
    if not set(choices.numbers) <= weights.keys():
        return _(
            "Seçtiğiniz projelerden biri bu pusulada yok ya da oylamadan çekildi. Listeyi yenileyip gözden geçiriniz."
        )
    if paper.kind == Paper.Kind.KNAPSACK:
        return _why_not_knapsack(paper, sum(weights[number] for number in choices.numbers))
    if paper.kind == Paper.Kind.POINTS:
        return _why_not_points(paper, choices)
    if paper.max_choices and len(choices.numbers) > paper.max_choices:
        return ngettext(
            "En çok %(most)d proje seçebilirsiniz.", "En çok %(most)d proje seçebilirsiniz.", paper.max_choices
        ) % {"most": paper.max_choices}
    return None


def _why_not_knapsack(paper: Paper, total: int) -> str | None:
    if paper.weight_limit is not None and total > paper.weight_limit:
        return _("Seçtiğiniz projelerin toplamı bütçe payını aşıyor. Birini çıkarıp yeniden deneyiniz.")
    return None


def _why_not_points(paper: Paper, choices: Choices) -> str | None:
    most, total = paper.points_per_choice or 0, paper.points_total or 0
    if len(choices.points) != len(choices.numbers) or any(given < 1 for given in choices.points):
        return _("Puanlar sıfırdan büyük tam sayı olmalıdır.")
    if any(given > most for given in choices.points):
        return _("Bir projeye en çok %(most)d puan verebilirsiniz.") % {"most": most}
    if sum(choices.points) > total:
        return _("Toplam %(total)d puanı aşıyorsunuz. Puanları azaltıp yeniden deneyiniz.") % {"total": total}
    return None
