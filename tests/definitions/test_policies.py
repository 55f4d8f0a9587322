"""The five shipped profiles carry their documents' figures and nothing invented."""

import tomllib

import pytest

from village_desk.definitions.policies import make_profile, policy_profiles
from village_desk.definitions.toml_files import DefinitionError
from village_desk.places.shipped import shipped
from village_desk.rules.months import YearMode

QUJING = "qujing_jkq_2022_2024"


def test_the_five_profiles_are_there():
    assert set(policy_profiles()) == {
        *(QUJING, "linjiang_2023_2025", "shidian_2025", "xinyang_2023_2025", "county_template_2022_2025")
    }


@pytest.mark.parametrize(
    ("profile", "lines"),
    [
        (QUJING, {2022: 1_000_000, 2023: 1_000_000, 2024: 1_000_000}),
        ("linjiang_2023_2025", {2023: None, 2024: None, 2025: None}),
        ("shidian_2025", {2025: 870_000}),
        ("xinyang_2023_2025", {2023: 750_000, 2024: None, 2025: None}),
        ("county_template_2022_2025", {2022: None, 2023: None, 2024: None, 2025: None}),
    ],
)
def test_lines_are_the_documents_and_the_unstated_stay_unstated(profile, lines):
    found = policy_profiles()[profile]
    assert {year: found.line_for(year) for year in found.years} == lines


def test_a_year_outside_the_document_has_no_line():
    assert policy_profiles()["shidian_2025"].line_for(2026) is None


def test_only_a_monitoring_line_makes_candidates():
    assert {name for name, profile in policy_profiles().items() if profile.is_monitoring_line} == {
        *("linjiang_2023_2025", "shidian_2025", "xinyang_2023_2025")
    }


def test_two_documents_leave_the_safety_net_out_of_the_floor():
    excluding = {name for name, profile in policy_profiles().items() if "safety_net" in profile.line_excludes}
    assert excluding == {QUJING, "xinyang_2023_2025"}


def test_every_year_has_rising_bands_and_a_later_one_the_last():
    for profile in policy_profiles().values():
        for year in profile.years:
            assert list(profile.bands_for(year)) == sorted(set(profile.bands_for(year)))
        assert profile.bands_for(2099) == profile.bands_for(profile.years[-1])
        assert profile.year_mode is YearMode.INCOME_YEAR


def _table():
    return tomllib.loads(shipped("resources", "policies", f"{QUJING}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"line": 1}, "line"),
        ({"lines": {"2021": 7000}}, "2021"),
        ({"lines": {"2022": 0}}, "lines"),
        ({"lines": {"2022": "10000"}}, "lines"),
        ({"bands": {"2022": [10000], "2023": [10000]}}, "2024"),
        ({"bands": {"2022": [10000, 9000], "2023": [1], "2024": [1]}}, "2022"),
        ({"year_mode": "fiscal"}, "year_mode"),
        ({"years": []}, "years"),
        ({"falling": {"hint": 0, "doubt": 20}}, "report"),
    ],
)
def test_a_wrong_profile_is_refused_with_file_and_key(change, named):
    with pytest.raises(DefinitionError, match=rf"mine\.toml.*{named}"):
        make_profile({**_table(), **change}, "mine.toml")
