"""Industries, double binding, areas, herds and grain, worked out by hand."""

from fractions import Fraction

from tests.rules.small_village import ask, household, lines, names, person, village_year
from village_desk.rules.followup_records import Stock
from village_desk.rules.indicators.figure import NOTHING, Unit, shown
from village_desk.rules.livelihood_records import Industry
from village_desk.rules.money import Fen, Thousandths
from village_desk.rules.months import Month
from village_desk.rules.records import LedgerLine

GRAIN = {"grain": frozenset({"J101"}), "unit_grams": {"斤": 500, "公斤": 1000}}


def _industry(name: str, item: str, scale: int = 0, unit: str = "亩", **more: object) -> Industry:
    known = {"item": item, "scale": Thousandths(scale * 1000), "scale_unit": unit, "year": 2025, **more}
    return Industry(f"{name}{item}", "v", name, **known)  # type: ignore[arg-type]


def _harvest(name: str, scale: int, quantity: int = 0, month: int = 202506, unit: str = "斤") -> LedgerLine:
    return LedgerLine(
        f"{name}{month}",
        "v",
        name,
        item="J101",
        month=Month(month),
        scale=Thousandths(scale * 1000),
        scale_unit="亩",
        quantity=Thousandths(quantity * 1000),
        unit=unit,
    )


def test_an_industry_is_on_record_or_earns_and_only_the_unwilling_are_left_out():
    scene = village_year(
        household("record", industries=(_industry("record", "J101"),)),
        household("earns", lines("earns", J101=1_000)),
        household("none"),
        household("unwilling", industry_wish=False),
        household("unable", people=(person("unable", labour="无劳动力"),)),
        household("last", industries=(_industry("last", "J101", year=2024),)),
    )
    figure = ask(scene, "industry_coverage")
    assert (figure.value, names(figure)) == (Fraction(2, 4), ["record", "earns"])


def test_double_binding_names_the_cooperative_and_its_enterprise_else_the_roster_is_believed():
    both = {"cooperative": "合作社", "enterprise": "公司"}
    scene = village_year(
        household("both", industries=(_industry("both", "J101", **both),)),
        household(
            "half", industries=(_industry("half", "J101", cooperative="合作社"),), leading_enterprise=True
        ),
        household("flags", lines("flags", J101=1_000), cooperative=True, leading_enterprise=True),
        household("flag", lines("flag", J101=1_000), cooperative=True),
        household("nothing", cooperative=True, leading_enterprise=True),
    )
    figure = ask(scene, "double_binding_rate")
    assert (figure.value, names(figure)) == (Fraction(2, 4), ["both", "flags"])


def test_areas_and_herds_are_as_recorded_else_the_largest_the_ledger_shows():
    two = (_harvest("b", 3, month=202410), _harvest("b", 2, month=202506))
    scene = village_year(
        household(
            "a", (_harvest("a", 9),), industries=(_industry("a", "J101", 4), _industry("a", "J119", 1))
        ),
        household("b", two),
        household("c", industries=(_industry("c", "J301", 6, unit="头"),)),
        **GRAIN,
    )
    assert ask(scene, "crop_area").value == 4 + 1 + 3
    assert ask(scene, "grain_area").value == 4 + 3
    assert ask(scene, "livestock_heads").value == 6
    assert names(ask(scene, "livestock_heads")) == ["c"]
    assert ask(village_year(household("a")), "crop_area") == NOTHING


def test_grain_is_what_was_harvested_else_what_was_sold_in_tonnes_and_in_kilograms_a_head():
    stock = Stock("s", "v", "a", Month(202504), item="J101", unit="公斤", produced=Thousandths(1_500_000))
    scene = village_year(
        household("a", (_harvest("a", 4, quantity=1_000),), people=2, stocks=(stock,)),
        household("b", (_harvest("b", 3, quantity=2_000),), people=1),
        **GRAIN,
    )
    assert ask(scene, "grain_output").value == Fraction(5, 2)
    each = ask(scene, "grain_per_person")
    assert (each.numerator, each.denominator) == (2_500, 3)
    assert shown(each.value, Unit.QUANTITY) == "833.33"


def test_the_courtyard_brings_in_so_much():
    scene = village_year(household("a", lines("a", J601=1_200)), household("b", lines("b", J101=900)))
    assert shown(ask(scene, "courtyard_income").value, Unit.YUAN) == "1200.00"
    assert names(ask(scene, "courtyard_economy")) == ["a"]


def test_each_industry_has_its_households_scale_output_and_income_less_its_share_of_the_cost():
    """Maize 3,000 and potatoes 1,000 bear a cost of 2,000 in the household a: 1,500 and 500."""
    maize = LedgerLine(
        "m", "v", "a", item="J101", month=Month(202506), amount=Fen(300_000), quantity=Thousandths(2_000_000),
        unit="斤", scale=Thousandths(4_000), scale_unit="亩",
    )  # fmt: skip
    scene = village_year(
        household("a", (maize, *lines("a", J108=1_000, Z12=2_000)), people=2),
        household("b", lines("b", J101=900)),
        household("c", industries=(_industry("c", "J301", 6, unit="头"),)),
        household("d", lines("d", G01=900)),
        **GRAIN,
    )
    figure = ask(scene, "crop_livestock")
    assert (figure.value, names(figure)) == (3, ["a", "b", "c"])
    rows = {row.name: row.figure for row in figure.rows}
    assert {name: names(row) for name, row in rows.items()} == {
        "J101": ["a", "b"],
        "J108": ["a"],
        "J301": ["c"],
    }
    assert [(one.name, one.value, one.measure) for one in rows["J101"].beside] == [
        ("persons", 3, ""),
        ("scale", 4, "亩"),
        ("scale_each", 2, "亩"),
        ("output", 1_000, "公斤"),
        ("income", 390_000, ""),
        ("net", 240_000, ""),
        ("net_each", 80_000, ""),
    ]
    assert [one.value for one in rows["J108"].beside if one.name == "net"] == [50_000]
    assert [(one.name, one.value) for one in rows["J301"].beside if one.measure] == [
        ("scale", 6),
        ("scale_each", 6),
    ]
    assert ask(village_year(household("d")), "crop_livestock") == NOTHING
