"""What the documents ask for, as data: a further policy takes a file and no code."""

from fractions import Fraction

import pytest

from village_desk.definitions.indicators import indicator_catalogue, reference_figures
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.targets import make_targets, profile_targets
from village_desk.definitions.toml_files import DefinitionError
from village_desk.rules.indicators.judging import Aim
from village_desk.rules.indicators.registry import INDICATORS
from village_desk.rules.indicators.scene import Group

FITTING = {
    "indicator": "transfer_employment_rate",
    "group": "relocated",
    "aim": "at_least",
    "source": "三（一）",
    "figures": {"2026": 92.5},
}


def _asked(profile: str, year: int) -> dict[tuple[str, str], tuple[Aim, Fraction]]:
    targets = profile_targets(profile).get(year, ())
    return {(one.indicator, one.group.value): (one.aim, one.figure) for one in targets}


@pytest.mark.parametrize("profile", sorted(policy_profiles()))
def test_every_shipped_profile_asks_for_something_in_a_year_of_its_own(profile):
    targets = profile_targets(profile)
    assert targets
    assert set(targets) <= set(policy_profiles()[profile].years)
    assert all(one.source for of_year in targets.values() for one in of_year)


def test_the_figures_are_those_of_the_documents():
    qujing = _asked("qujing_jkq_2022_2024", 2024)
    assert qujing["per_capita_net_income", "lifted"] == (Aim.AT_LEAST, 2_000_000)
    assert qujing["transfer_employment_rate", "lifted"] == (Aim.AT_LEAST, Fraction(95, 100))
    assert qujing["organised_transfer_rate", "rural"] == (Aim.AT_LEAST, Fraction(7, 10))
    assert ("organised_transfer_rate", "rural") not in _asked("qujing_jkq_2022_2024", 2023)
    assert qujing["below_floor", "lifted"] == (Aim.AT_MOST, 0)
    assert _asked("xinyang_2023_2025", 2025)["income_ratio", "lifted"] == (Aim.AT_MOST, Fraction(11, 10))
    assert _asked("county_template_2022_2025", 2023)["income_growth_panel", "monitored"][1] == Fraction(
        192, 1000
    )
    assert _asked("shidian_2025", 2025)["relocated_employment_rate", "relocated"][1] == Fraction(9, 10)
    assert ("per_capita_net_income", "lifted") not in _asked("linjiang_2023_2025", 2024)


def test_a_policy_of_ones_own_needs_no_code():
    (target,) = make_targets({"targets": [FITTING]}, (2026,), "own.toml")[2026]
    assert (target.group, target.aim, target.figure) == (Group.RELOCATED, Aim.AT_LEAST, Fraction(37, 40))


def test_a_published_figure_may_stand_by_its_name_where_yuan_are_asked_for():
    own = {**FITTING, "indicator": "per_capita_net_income", "figures": {"2026": "national_rural"}}
    (target,) = make_targets({"targets": [own]}, (2026,), "own.toml")[2026]
    assert (target.figure, target.references) == (None, ("national_rural",))
    two = {**own, "figures": {"2026": ["national_rural", "national_lifted"]}}
    assert make_targets({"targets": [two]}, (2026,), "own.toml")[2026][0].references == (
        "national_rural",
        "national_lifted",
    )


def test_a_range_has_two_ends_in_order():
    within = {**FITTING, "aim": "within", "figures": {"2026": [90, 95.5]}}
    (target,) = make_targets({"targets": [within]}, (2026,), "own.toml")[2026]
    assert (target.figure, target.most) == (Fraction(9, 10), Fraction(191, 200))
    (leaders,) = (one for one in profile_targets("shidian_2025")[2025] if one.indicator == "village_leaders")
    assert (leaders.aim, leaders.figure, leaders.most) == (Aim.WITHIN, 3, 5)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"indicator": "happiness"}, "no such indicator happiness"),
        ({"group": "rich"}, "no such group"),
        ({"aim": "roughly"}, "no such aim"),
        ({"figures": {"2031": 1}}, "2031 is not a year"),
        ({"figures": {"2026": "viel"}}, "2026 must be a number"),
        ({"figures": {"2026": [1, 2]}}, "2026 must be a range"),
        ({"aim": "within"}, "2026 must be a range"),
        ({"aim": "within", "figures": {"2026": [5, 3]}}, "2026 must be a range"),
        ({"figures": {"2026": "national_rural"}}, "2026 must be a number"),
        ({"figures": {"2026": ["national_rural", 3]}}, "2026 must be a number"),
        ({"when": 3}, "when"),
    ],
)
def test_a_target_that_nobody_could_hold_anything_against_is_refused_with_file_and_reason(change, reason):
    with pytest.raises(DefinitionError, match=rf"own\.toml: target 1.*{reason}"):
        make_targets({"targets": [{**FITTING, **change}]}, (2026,), "own.toml")


def test_every_indicator_is_worded_and_every_worded_one_is_reckoned():
    assert set(indicator_catalogue().words) == set(INDICATORS)


def test_reference_figures_are_those_published():
    assert reference_figures()["national_rural"][2024] == 2_311_900
    assert reference_figures()["national_lifted"][2022] == 1_434_200
