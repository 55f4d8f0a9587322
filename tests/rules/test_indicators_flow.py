"""Who comes under monitoring and who leaves it, and what of the guarantees stays open, worked out by hand."""

from datetime import date
from fractions import Fraction

from tests.rules.small_village import ask, household, names, village_year
from village_desk.rules.followup_records import Procedure
from village_desk.rules.indicators.figure import Figure, Unit, shown
from village_desk.rules.indicators.scene import Scene
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Visit

UNSTABLE, MARGINAL, STRUCK = "脱贫不稳定户", "边缘易致贫户", "突发严重困难户"


def row(scene: Scene, name: str, kind: str) -> Figure:
    """One row of an indicator."""
    return next(one.figure for one in ask(scene, name).rows if one.name == kind)


def watched(name: str, kind: str, since: int, until: int | None = None, *risks: str) -> HouseholdPicture:
    """A household monitored since a month; with an end its risk is removed."""
    return household(
        name,
        monitoring_class=kind,
        monitored_from=Month(since),
        monitored_until=None if until is None else Month(until),
        risk_removed=until is not None,
        **{f"risk_{place}": risk for place, risk in enumerate(risks, 1)},
    )


def visited(name: str, **told: tuple[bool | None, ...]) -> HouseholdPicture:
    """A household visited on the 10th of October, January, April and July, with its answers in that order."""
    days = (date(2024, 10, 10), date(2025, 1, 10), date(2025, 4, 10), date(2025, 7, 10))
    visits = tuple(
        Visit(
            f"{name}{n}",
            "v",
            name,
            Month(day.year * 100 + day.month),
            visited_on=day,
            **{guarantee: answers[n] for guarantee, answers in told.items()},  # type: ignore[arg-type]
        )
        for n, day in enumerate(days)
    )
    return household(name, visits=visits)


def test_the_newly_identified_are_counted_by_the_channel_that_found_them():
    def found(
        name: str, discovery: str | None, since: int = 202503, kind: str = "识别纳入"
    ) -> HouseholdPicture:
        procedure = Procedure(f"{name}p", "v", name, kind=kind, discovery=discovery)
        return household(
            name, procedures=(procedure,), monitoring_class="突发严重困难户", monitored_from=Month(since)
        )

    scene = village_year(
        found("self", "农户自主申报"),
        found("cadre", "干部走访"),
        found("untold", None),
        found("before", "农户自主申报", since=202409),
        found("other", "农户自主申报", kind="风险消除"),
    )
    figure = row(scene, "monitoring_identified", "农户自主申报")
    assert (names(figure), len(figure.base)) == (["self"], 4)
    assert names(row(scene, "monitoring_identified", "干部走访")) == ["cadre"]
    assert row(scene, "monitoring_identified", "问题线索核实").value == 0
    assert ask(scene, "monitoring_open").value == 5


def test_the_identified_are_told_apart_by_class():
    scene = village_year(
        watched("a", UNSTABLE, 202410),
        watched("b", MARGINAL, 202509),
        watched("c", MARGINAL, 202503, 202508),
        watched("before", MARGINAL, 202409),
        watched("after", MARGINAL, 202510),
    )
    figure = row(scene, "monitoring_identified", "边缘易致贫户")
    assert (figure.value, figure.denominator, names(figure)) == (2, 3, ["b", "c"])
    assert names(row(scene, "monitoring_identified", "脱贫不稳定户")) == ["a"]
    assert row(scene, "monitoring_identified", "突发严重困难户").value == 0


def test_the_removed_are_told_apart_by_class():
    scene = village_year(
        watched("a", STRUCK, 202301, 202410),
        watched("b", UNSTABLE, 202301, 202509),
        watched("open", STRUCK, 202301),
        watched("before", STRUCK, 202301, 202409),
    )
    figure = row(scene, "monitoring_removed", "突发严重困难户")
    assert (figure.value, figure.denominator, names(figure)) == (1, 2, ["a"])
    assert names(row(scene, "monitoring_removed", "脱贫不稳定户")) == ["b"]


def test_a_household_with_several_risks_is_counted_under_each():
    scene = village_year(
        watched("a", MARGINAL, 202411, None, "因病", "缺劳动力"),
        watched("b", MARGINAL, 202411, None, "因残", "因学", "因自然灾害", "因意外事故", "因病"),
        watched("gone", MARGINAL, 202301, 202505, "因病"),
    )
    figure = row(scene, "monitoring_identified", "因病")
    assert (figure.value, figure.denominator, names(figure)) == (2, 2, ["a", "b"])
    assert names(row(scene, "monitoring_identified", "缺劳动力")) == ["a"]
    assert names(row(scene, "monitoring_removed", "因病")) == ["gone"]
    assert row(scene, "monitoring_removed", "因残").value == 0


def test_those_still_open_are_told_apart_whenever_they_came():
    scene = village_year(
        watched("old", STRUCK, 202101, None, "因病"),
        watched("new", UNSTABLE, 202501, None, "因学", "因病"),
        watched("gone", STRUCK, 202101, 202502, "因病"),
        household("never", household_class="一般农户"),
    )
    figure = row(scene, "monitoring_open", "突发严重困难户")
    assert (figure.value, figure.denominator, names(figure)) == (1, 2, ["old"])
    assert names(row(scene, "monitoring_open", "因病")) == ["old", "new"]
    assert names(row(scene, "monitoring_open", "因学")) == ["new"]


def test_a_lacking_guarantee_is_open_since_the_visit_that_first_said_so():
    """From 10 January to 30 September are 263 days, from 10 July 82."""
    scene = village_year(
        visited("new", water_safe=(True, True, True, False)),
        visited("long", housing_safe=(True, False, False, False), medical_safe=(None, None, None, False)),
        visited("mended", schooling_safe=(False, False, False, True)),
        visited("again", water_safe=(False, True, None, False)),
        visited("unasked", medical_safe=(None, False, None, None)),
    )
    figure = ask(scene, "three_guarantees_days")
    assert (figure.numerator, figure.denominator) == (3 * 82 + 2 * 263, 5)
    assert figure.value == Fraction(772, 5)
    assert names(figure) == ["long", "unasked", "new", "again"]


def test_days_are_counted_to_the_day_and_no_later_visit_is_known_then():
    scene = village_year(visited("a", water_safe=(None, False, True, True)), as_of=date(2025, 4, 9))
    assert shown(ask(scene, "three_guarantees_days").value, Unit.QUANTITY) == "89.00"


def test_where_nothing_is_lacking_there_are_no_days():
    scene = village_year(visited("a", water_safe=(True, True, True, True)))
    assert ask(scene, "three_guarantees_days").value is None


def test_the_guarantees_are_told_apart_and_a_household_that_lacks_two_is_counted_once():
    scene = village_year(
        household("two", dropout_member=True, safe_water=False),
        household("house", house_damaged=True),
        household("none", safe_water=True, unsafe_house=False),
    )
    figure = ask(scene, "three_guarantees")
    assert names(figure) == ["two", "house"]
    assert {one.name: names(one.figure) for one in figure.rows} == {
        "schooling": ["two"],
        "medical": [],
        "housing": ["house"],
        "water": ["two"],
    }
