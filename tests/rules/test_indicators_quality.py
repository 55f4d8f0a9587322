"""What the checks find still open in the village's data, worked out by hand."""

from fractions import Fraction

from tests.rules.small_village import ask, household, lines, names, village_year
from village_desk.rules.indicators.figure import NOTHING
from village_desk.rules.indicators.scene import Group
from village_desk.rules.months import Month
from village_desk.rules.pictures import Checked

THREE = (household("a"), household("b"), household("c", household_class="一般农户"))
FOUND = Checked(Month(202507), must_change=frozenset({"b"}), doubts=frozenset({"b", "c"}))


def test_open_findings_are_counted_by_household():
    scene = village_year(*THREE, checked=FOUND)
    must_change, doubts = ask(scene, "open_must_change"), ask(scene, "open_doubts")
    assert (must_change.value, must_change.denominator, names(must_change)) == (1, 3, ["b"])
    assert (doubts.value, doubts.denominator, names(doubts)) == (2, 3, ["b", "c"])
    assert ask(scene, "open_doubts", Group.LIFTED).value == 1


def test_data_are_sound_where_neither_is_open():
    figure = ask(village_year(*THREE, checked=FOUND), "sound_data_rate")
    assert (figure.value, names(figure)) == (Fraction(1, 3), ["a"])


def test_a_village_that_was_not_checked_in_the_year_has_no_such_figures():
    of_next_year = Checked(Month(202510), FOUND.must_change, FOUND.doubts)
    for checked in (None, of_next_year):
        scene = village_year(*THREE, checked=checked)
        for name in ("open_must_change", "open_doubts", "sound_data_rate"):
            assert ask(scene, name) == NOTHING


def test_a_household_is_entered_once_the_year_has_a_line_of_it():
    scene = village_year(
        household("a", lines("a", G01=1)), household("b", lines("b", bG01=1)), household("c")
    )
    figure = ask(scene, "entered_rate")
    assert (figure.value, names(figure)) == (Fraction(1, 3), ["a"])
