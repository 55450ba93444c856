"""Why projects win and lose: small elections counted by hand."""

from fractions import Fraction

import pytest

from butce import explanations
from butce.tally import count
from butce.tally.election import Election, Project
from butce.tally.explain import Payment, Reason, compare, explain, served, voters_by_wins

TIES = "cost,votes,id"


def _election(**changes):
    """Ten voters with 100 each. Park: 6 voters; Çeşme: the same 6; Yol: 4 others; Ağaç: 4 of the six."""
    projects = [
        Project("1", 480, "Park"),
        Project("2", 200, "Çeşme"),
        Project("3", 300, "Yol"),
        Project("4", 90, "Ağaç"),
    ]
    ballots = [((0, 1), (1, 1), (3, 1)), ((0, 1), (1, 1)), ((2, 1),)]
    return Election(projects, 1_000, ballots, [4, 2, 4], 10, **changes)


def _explained(rule, completion="none", **changes):
    election = _election(**changes)
    return election, explain(election, count.count(election, rule, completion, ties=TIES), ties=TIES)


def test_greedy_says_what_was_left_when_each_turn_came():
    """By votes: Çeşme and Park (6 each, the cheaper first), then Ağaç and Yol (4 each)."""
    election, found = _explained("greedy_votes")

    assert [(each.place, each.at_turn, each.reason) for each in found] == [
        (2, 800, Reason.WON),
        (1, 1_000, Reason.WON),
        (None, 230, Reason.TOO_DEAR),
        (3, 320, Reason.WON),
    ]
    assert explanations.sentence(election, found[2]) == (
        "Seçilmedi: 4 oy; sırası geldiğinde kalan para 230 TL idi, bedeli 300 TL."
    )
    assert explanations.sentence(election, found[0]) == (
        "2. sırada seçildi: 6 oy; sırası geldiğinde 800 TL vardı, bedeli 480 TL."
    )


def test_equal_shares_says_who_paid_and_what_was_left():
    """By votes per lira: Ağaç (4 × 22,50), Çeşme (6 × 33,33), Yol (4 × 75); Park finds 4 × 44,17 + 2 × 66,67 = 310."""
    election, found = _explained("mes_card")
    park, cesme, yol, agac = found

    assert [each.place for each in found] == [None, 2, 3, 1]
    assert (park.reason, park.shares.start, park.shares.left) == (Reason.SUPPORTERS_SHORT, 600, 310)
    assert park.shares.used == (Payment(1, Fraction(200)), Payment(3, Fraction(90)))
    assert park.coverage == Fraction(310, 480)
    assert (agac.shares.price, agac.shares.payers, agac.shares.paid_full) == (Fraction(45, 2), 4, 4)
    assert (cesme.shares.price, yol.shares.left) == (Fraction(100, 3), 400)
    assert explanations.sentence(election, park) == (
        "Çoğunluk destekledi (6 oy) ancak kalan pay 310 TL idi, bedeli 480 TL (etkin destek %64,5). "
        "Destekçileri başlangıçta 600 TL payın en büyük bölümünü (200 TL) “Çeşme” için kullandı."
    )
    assert explanations.sentence(election, yol) == (
        "3. turda seçildi: 4 oy; 4 destekçisinin payından ödendi, bir oyun payına en çok 75 TL düştü."
    )


def test_filling_says_what_was_left_for_it():
    """After 590 for three, 410 are left: Park costs 480 and stays out; at 400 it is bought from what is left."""
    election, found = _explained("mes_card", "util")
    cheaper = Election(
        [Project("1", 400, "Park"), *election.projects[1:]], 1_000, election.ballots, election.counts, 10
    )
    filled = explain(cheaper, count.count(cheaper, "mes_card", "util", ties=TIES), ties=TIES)[0]

    assert found[0].reason is Reason.SUPPORTERS_SHORT
    assert (filled.place, filled.reason, filled.at_turn) == (4, Reason.FILLED, 410)
    assert explanations.sentence(cheaper, filled) == (
        "Artan parayla seçildi: 6 oy; sırası geldiğinde 410 TL kalmıştı, bedeli 400 TL."
    )


def test_conflicts_and_minimum_votes_are_reasons_of_their_own():
    election, found = _explained(
        "greedy_votes", conflicts={0: {1}, 1: {0}}, excluded=frozenset({2}), meta={"minimum_votes": "5"}
    )

    assert [each.reason for each in found] == [Reason.CONFLICT, Reason.WON, Reason.EXCLUDED, Reason.WON]
    assert explanations.sentence(election, found[0]) == (
        "Seçilmedi: “Çeşme” seçildiği için; bu iki projeden yalnızca biri yapılabilir (6 oy)."
    )
    assert explanations.sentence(election, found[2]) == ("Seçilmedi: en az 5 kişinin oyu gerekiyordu, 4 kişi oy verdi.")


@pytest.mark.parametrize("rule", count.RULES)
def test_a_project_without_votes_and_points_are_told(rule):
    projects = [Project("1", 900), Project("2", 999)]
    election = Election(projects, 1_000, [((0, 30),)], [3], 3, point_unit=10)

    found = explain(election, count.count(election, rule, ties=TIES), ties=TIES)

    assert "3 oy, 9 puan" in explanations.sentence(election, found[0])
    assert explanations.sentence(election, found[1]).startswith("Seçilmedi: ")


def test_voters_are_counted_by_what_they_got_and_outcomes_compared():
    election = _election()

    found = compare(election, [1, 0, 3], [3, 1, 2])

    assert voters_by_wins(election, [1, 0, 3]) == [4, 0, 2, 4]
    assert (served(election, [1, 0, 3]), served(election, [3, 1, 2])) == (Fraction(3, 5), 1)
    assert (found.both, found.only_first, found.only_second) == ((1, 3), (0,), (2,))
    assert (found.prefer_first, found.prefer_second, found.cost_first, found.cost_second) == (6, 4, 770, 590)


def test_what_fell_just_short_never_reads_as_enough():
    election = _election()

    assert explanations.lira(election, Fraction(29_999, 100)) == "299 TL"
    assert explanations.percent(Fraction(9_999, 10_000)) == "%99,9"
