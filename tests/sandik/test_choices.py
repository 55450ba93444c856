"""What may stand on a ballot, for each kind of paper."""

import pytest

from sandik.choices import Choices, canonical, why_not
from sandik.models import Paper

WEIGHTS = {1: 100, 2: 200, 3: 300, 4: 400}
APPROVAL = Paper(kind=Paper.Kind.APPROVAL, max_choices=2)
KNAPSACK = Paper(kind=Paper.Kind.KNAPSACK, weight_limit=500)
POINTS = Paper(kind=Paper.Kind.POINTS, points_total=10, points_per_choice=6)
RANKING = Paper(kind=Paper.Kind.RANKING, max_choices=3)


@pytest.mark.parametrize(
    ("paper", "choices"),
    [
        (APPROVAL, Choices((1, 2))),
        (KNAPSACK, Choices((1, 4))),
        (POINTS, Choices((1, 3), (6, 4))),
        (RANKING, Choices((3, 1, 2))),
    ],
)
def test_choices_within_the_limits_fit(paper, choices):
    assert why_not(paper, WEIGHTS, choices) is None


@pytest.mark.parametrize(
    ("paper", "choices", "words"),
    [
        (APPROVAL, Choices(()), "Pusula boş"),
        (APPROVAL, Choices((1, 2, 3)), "En çok 2 proje"),
        (APPROVAL, Choices((1, 1)), "yalnızca bir kez"),
        (APPROVAL, Choices((9,)), "bu pusulada yok"),
        (APPROVAL, Choices((-1,)), "bu pusulada yok"),
        (KNAPSACK, Choices((2, 4)), "bütçe payını aşıyor"),
        (POINTS, Choices((1,), (7,)), "en çok 6 puan"),
        (POINTS, Choices((1, 2), (6, 5)), "Toplam 10 puanı"),
        (POINTS, Choices((1,), (-3,)), "sıfırdan büyük"),
        (POINTS, Choices((1, 2), (3,)), "sıfırdan büyük"),
        (RANKING, Choices((1, 2, 3, 4)), "En çok 3 proje"),
    ],
)
def test_choices_beyond_the_limits_are_refused_with_a_reason(paper, choices, words):
    assert words in (why_not(paper, WEIGHTS, choices) or "")


def test_equal_ballots_have_one_form():
    assert canonical(APPROVAL, [3, 1]) == Choices((1, 3))
    assert canonical(RANKING, [3, 1]) == Choices((3, 1))
    assert canonical(POINTS, [4, 2, 1], [3, 0, 5]) == Choices((1, 4), (5, 3))
