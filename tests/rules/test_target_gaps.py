"""The village's target worked back to each household, on a village that can be worked out by hand."""

from tests.rules.small_village import RECKONER, WINDOW, household, lines, person
from village_desk.rules.money import Fen
from village_desk.rules.target_gaps import Reach, mean_gap, sums_by_reach, target_gap

TARGET = Fen(1_000_000)
"""10,000 yuan per head."""


def gaps(*households, target: Fen = TARGET):
    return [target_gap(one, RECKONER, WINDOW, target, 10) for one in households]


VILLAGE = (
    household("over", lines("over", G01=25_000), people=2),
    household("exact", lines("exact", G01=10_000)),
    household("near", lines("near", G01=18_000), people=2),
    household("far", lines("far", G01=17_999), people=2),
    household("net", lines("net", T02=3_000), people=(person("net", labour="无劳动力"),)),
    household("rich", lines("rich", C4=12_000), people=(person("rich", labour="无劳动力"),)),
    household("blank"),
)


def test_each_household_is_told_what_it_lacks_in_yuan():
    rows = gaps(*VILLAGE)
    assert [row.reach.value for row in rows] == [
        *("reached", "reached", "near", "far", "safety_net", "reached", "unknown"),
    ]
    assert [row.gap for row in rows] == [-500_000, 0, 200_000, 200_100, 700_000, -200_000, None]
    assert [row.lacking for row in rows] == [0, 0, 200_000, 200_100, 0, 0, 0]


def test_the_kinds_sum_to_the_village_and_the_safety_net_is_told_apart():
    sums = sums_by_reach(gaps(*VILLAGE))
    assert sum(one.households for one in sums.values()) == len(VILLAGE)
    assert sum(one.persons for one in sums.values()) == 10
    assert (sums[Reach.SAFETY_NET].households, sums[Reach.SAFETY_NET].lacking) == (1, 0)
    assert (sums[Reach.NEAR].lacking, sums[Reach.FAR].lacking) == (200_000, 200_100)


def test_the_mean_of_all_may_reach_what_not_everybody_does():
    """25,000 + 10,000 + 18,000 + 17,999 + 3,000 + 12,000 over 9 persons; the blank one is left out."""
    mean = mean_gap(gaps(*VILLAGE), TARGET, RECKONER, WINDOW)
    assert (mean.per_head, mean.lacking) == (955_544, 400_100)
    rich = gaps(household("a", lines("a", G01=30_000)), household("b", lines("b", G01=1_000)))
    assert mean_gap(rich, TARGET, RECKONER, WINDOW).lacking == 0


def test_another_target_changes_rows_and_sums():
    sums = sums_by_reach(gaps(*VILLAGE, target=Fen(2_000_000)))
    assert (sums[Reach.REACHED].households, sums[Reach.FAR].households) == (0, 4)
    assert sums[Reach.FAR].lacking == 1_500_000 + 1_000_000 + 2_200_000 + 2_200_100
