"""In a village of 300 every rule is broken twice: all of it is found and nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.rules.check_cases import SETTINGS
from tests.rules.faults.village import FAMILIES, TIMES, FaultyVillage, clean_village, faulty_village
from tests.rules.households import LAST_DAY, LAST_PERIOD, village
from village_desk.definitions.checks import DOUBT, MUST_CHANGE, rule_specs
from village_desk.rules.pictures import HouseholdPicture
from village_desk.store.reckoned.findings import Finding, village_findings

SEEDS = (1, 2, 2026)
ONLY_BY_ALL = {"SZ02"}
"""Round sums of a whole village: no single family breaks that (see test_checks_digital_growth)."""


def found_in(families: list[HouseholdPicture], made: FaultyVillage | None = None) -> list[Finding]:
    earlier = made.earlier if made else None
    return village_findings(village(*families), SETTINGS, LAST_PERIOD, LAST_DAY, earlier=earlier)


@pytest.fixture(scope="module", params=SEEDS)
def faulty(request: pytest.FixtureRequest) -> FaultyVillage:
    return faulty_village(request.param)


def test_every_rule_is_broken_twice_in_a_village_of_300(faulty: FaultyVillage) -> None:
    seeded = Counter(rule for rules in faulty.seeded.values() for rule in rules)
    assert len(faulty.families) == FAMILIES
    assert set(seeded) == set(rule_specs()) - ONLY_BY_ALL
    assert min(seeded.values()) >= TIMES


def test_all_that_was_seeded_is_found_and_nothing_else(faulty: FaultyVillage) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for finding in found_in(faulty.families, faulty):
        found[finding.household_id].add(finding.rule)
    for picture in faulty.families:
        expected = faulty.seeded[picture.household.id] | faulty.entailed[picture.household.id]
        assert found[picture.household.id] == expected, picture.household.id


def test_one_seed_makes_one_village() -> None:
    assert faulty_village(SEEDS[0]) == faulty_village(SEEDS[0]) != faulty_village(SEEDS[1])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clean_village_has_nothing_to_change_and_hardly_a_doubt(seed: int) -> None:
    findings = found_in(clean_village(seed))
    assert [finding.rule for finding in findings if finding.level == MUST_CHANGE] == []
    doubted = {finding.household_id for finding in findings if finding.level == DOUBT}
    assert len(doubted) * 100 <= FAMILIES
