"""Each rule is held fast by a test: silenced, speaking always, or with a condition negated, one turns red."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from tests.rules.check_cases import SETTINGS, Case, found, is_proven
from tests.rules.faults.village import faulty_village
from tests.rules.households import LAST_DAY, LAST_PERIOD, village
from tests.rules.mutants import always, filed_instead, looks_of, negated, silent
from tests.rules.test_checks_catalogue import FAMILIES
from village_desk.definitions.checks import rule_specs
from village_desk.store.reckoned.findings import village_findings

pytestmark = pytest.mark.slow

SEED = 1


@cache
def cases() -> dict[str, list[Case]]:
    """The table of every rule's cases."""
    table: dict[str, list[Case]] = defaultdict(list)
    for family in FAMILIES:
        for proof in family.CASES:
            table[proof.rule.partition("/")[0]].append(proof)
    return table


@cache
def broken_village():
    return faulty_village(SEED)


def turns_red(rule: str) -> bool:
    """Whether a test of the rule's cases, or the one of the faulty village, fails as things stand."""
    try:
        return not all(map(is_proven, cases()[rule])) or is_village_wrong(rule)
    except Exception:  # noqa: BLE001 - a test that falls is red
        return True


def is_village_wrong(rule: str) -> bool:
    made = broken_village()
    whole = village(*made.families)
    findings = village_findings(whole, SETTINGS, LAST_PERIOD, LAST_DAY, rules={rule}, earlier=made.earlier)
    breaking = {
        picture.household.id for picture in made.families if rule in _expected(made, picture.household.id)
    }
    return {finding.household_id for finding in findings} != breaking


def _expected(made, household_id: str) -> set[str]:
    return made.seeded[household_id] | made.entailed[household_id]


@pytest.mark.parametrize("rule", sorted(rule_specs()))
def test_a_mutated_rule_turns_a_test_red(rule: str) -> None:
    assert not turns_red(rule)
    survivors = []
    for register, look in looks_of(rule):
        hit = next(finding._hit for proof in cases()[rule] for finding in found(proof.broken, proof))
        mutants = [("silenced", silent(register)), ("always", always(register, hit)), *negated(look)]
        for text, mutant in mutants:
            with filed_instead(rule, register, mutant):
                if not turns_red(rule):
                    survivors.append(text)
    assert survivors == []
