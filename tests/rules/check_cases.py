"""How a case of a check is proven: a village that breaks the rule and one that nearly does."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from tests.rules.households import AS_OF, PERIOD, clean_household, village
from village_desk.definitions.checks import rule_specs
from village_desk.rules.checks.frame import Earlier
from village_desk.rules.chosen_records import Price
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import HouseholdPicture
from village_desk.store.reckoned.findings import Finding, village_findings
from village_desk.store.settings import BookSettings

SETTINGS = BookSettings(profile="xinyang_2023_2025", lines={"2025": 8000_00})


class Case(Struct, frozen=True):
    """A rule, or a wording of it as ``RULE/variant``: who breaks it and who does not."""

    rule: str
    broken: tuple[HouseholdPicture, ...]
    spared: tuple[HouseholdPicture, ...]
    period: Quarter = PERIOD
    as_of: date = AS_OF
    earlier: Earlier = Earlier()
    prices: tuple[Price, ...] = ()
    message: str = ""
    """What is said of it, where the words are worth a look."""


def case(rule: str, broken: object, spared: object = None, **frame: object) -> Case:
    """A case; one household stands for a village of one, none for the clean household."""
    return Case(rule, _households(broken), _households(spared or clean_household()), **frame)  # type: ignore[arg-type]


def is_proven(proof: Case) -> bool:
    """Whether whoever breaks the rule is found, in the words wanted, and whoever does not is spared."""
    findings = found(proof.broken, proof)
    return bool(findings) and proof.message in ("", findings[0].message) and not found(proof.spared, proof)


def found(households: tuple[HouseholdPicture, ...], proof: Case) -> list[Finding]:
    """What village_findings finds of the case's rule."""
    whole = replace(village(*households), prices=proof.prices)
    findings = village_findings(whole, SETTINGS, proof.period, proof.as_of, earlier=proof.earlier)
    rule, _, variant = proof.rule.partition("/")
    template = rule_specs()[rule].worded(variant).message
    shape = re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(template)))
    return [finding for finding in findings if finding.rule == rule and shape.fullmatch(finding.message)]


def name_of(proof: Case) -> str:
    """How a case is called in the list of tests."""
    return proof.rule


def _households(given: object) -> tuple[HouseholdPicture, ...]:
    return given if isinstance(given, tuple) else (given,)  # type: ignore[return-value]
