"""Catalogue and functions belong together, a clean household has no finding, and no rule ever falls."""

from __future__ import annotations

from datetime import date
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules import (
    test_checks_composition,
    test_checks_digital_growth,
    test_checks_education,
    test_checks_guarantee,
    test_checks_help,
    test_checks_identity,
    test_checks_income,
    test_checks_ledger,
    test_checks_livelihoods,
    test_checks_living,
    test_checks_plans,
    test_checks_work,
)
from tests.rules.check_cases import SETTINGS, found
from tests.rules.households import AS_OF, LAST_DAY, LAST_PERIOD, PERIOD, VILLAGE, clean_household, village
from village_desk.definitions.checks import (
    LEVELS,
    make_rule_specs,
    refuse_limit,
    rule_specs,
    specs_with,
)
from village_desk.definitions.items import income_items
from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.screens import screen, screen_names
from village_desk.definitions.toml_files import DefinitionError
from village_desk.rules.checks.frame import Earlier
from village_desk.rules.checks.registry import check, check_line, filed_rules
from village_desk.rules.followup_records import Event, Stock, Sweep, Verdict
from village_desk.rules.livelihood_records import Entitlement, Industry, Insurance, Study, Training
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Household, LedgerLine, Person, StatedTotals, Visit
from village_desk.rules.support_records import Loan, Measure, Plan, PublicPost, WorkSpell
from village_desk.store.reckoned.findings import village_findings

FAMILIES = (
    test_checks_identity,
    test_checks_composition,
    test_checks_education,
    test_checks_income,
    test_checks_living,
    test_checks_guarantee,
    test_checks_ledger,
    test_checks_work,
    test_checks_help,
    test_checks_plans,
    test_checks_livelihoods,
    test_checks_digital_growth,
)
ALWAYS_IN_A_VARIANT = {"ID07", "IN02", "IN50", "LB01", "LD07", "RK17", "SN11"}
PAGES = {"ledger", "plan", "stated_totals", "visit", "stock", "sweep"}
ENTRY = {
    "id": "XX01",
    "level": "提示",
    "title": "题目",
    "message": "说明",
    "advice": "处理",
    "concerns": "person",
    "field": "ledger",
    "source": "试",
}


def test_every_rule_has_an_entry_and_every_entry_a_rule() -> None:
    assert filed_rules() == set(rule_specs())
    assert len(rule_specs()) == 184 + 5 + 4


def test_every_wording_of_every_rule_is_proven_by_a_case() -> None:
    wordings = {rule for rule in rule_specs() if rule not in ALWAYS_IN_A_VARIANT}
    wordings |= {f"{rule}/{variant}" for rule, spec in rule_specs().items() for variant in spec.variants}
    proven = {proof.rule for family in FAMILIES for proof in family.CASES}
    assert wordings - proven == set()


def test_a_finding_leads_to_a_question_or_a_page() -> None:
    keys = {f"{name}.{field.key}" for name in screen_names() for field in screen(name).fields} | PAGES
    for spec in rule_specs().values():
        for wording in (spec.wording, *spec.variants.values()):
            assert wording.field in keys, spec.id
            assert wording.level in LEVELS
            assert "贫困户" not in wording.message + wording.advice
            assert "{" not in wording.advice, f"{spec.id}: only the message has gaps"


def test_the_items_that_rules_name_exist() -> None:
    for spec in rule_specs().values():
        for name in (
            "items",
            "care",
            "living",
            "wages",
            "remittances",
            "pensions",
            "reimbursed",
            "own_payment",
            "free",
        ):
            if name in spec.limits.values:
                assert any(code.startswith(spec.limits.starts(name)) for code in income_items()), spec.id


def test_a_finding_says_what_it_should() -> None:
    worded = [proof for family in FAMILIES for proof in family.CASES if proof.message]
    assert worded
    assert [found(proof.broken, proof)[0].message for proof in worded] == [proof.message for proof in worded]


@pytest.mark.parametrize(("period", "as_of"), [(PERIOD, AS_OF), (LAST_PERIOD, LAST_DAY)])
def test_a_clean_household_of_four_gives_no_finding(period: Any, as_of: date) -> None:
    households = [clean_household(serial) for serial in (1, 2, 3)]
    assert village_findings(village(*households), SETTINGS, period, as_of) == []


def test_a_rule_cannot_be_filed_twice() -> None:
    with pytest.raises(ValueError, match="ID01"):
        check("ID01")(lambda facts, limits: iter(()))
    with pytest.raises(ValueError, match="IN28"):
        check_line("IN28")(lambda facts, limits, line: None)


@pytest.mark.parametrize(
    "spoiled",
    [{"level": "错"}, {"concerns": "town"}, {"colour": "red"}, {"limits": {"share": 0.5}}, {"title": 7}],
)
def test_a_wrong_entry_is_refused_with_its_file_and_rule(spoiled: dict[str, object]) -> None:
    with pytest.raises(DefinitionError, match=r"x\.toml, XX01"):
        make_rule_specs({"rules": [{**ENTRY, **spoiled}]}, "x.toml")


def test_a_county_changes_numbers_and_levels_but_invents_nothing() -> None:
    changed = specs_with(
        {"IN04": {"least_yuan": 5000, "level": "提示", "no_such": 1}, "ZZ99": {"level": "必改"}}
    )
    assert changed["IN04"].limits.fen("least_yuan") == 500_000
    assert changed["IN04"].level == "提示"
    assert "no_such" not in changed["IN04"].limits.values
    assert set(changed) == set(rule_specs())
    for wrong in (
        ("IN04", "no_such", 1),
        ("IN04", "least_yuan", "多"),
        ("ZZ99", "level", "必改"),
        ("IN04", "level", "错"),
    ):
        with pytest.raises(DefinitionError):
            refuse_limit(*wrong)


_WORDS = [
    "户主",
    "配偶",
    "之子",
    "小学",
    "初中",
    "七年级",
    "中职一年级",
    "健康",
    "残疾",
    "普通劳动力",
    "无劳动力",
    "一级",
    "农村低保",
    "农村特困",
    "脱贫户",
    "因病",
    "死亡",
    "雨露计划",
    "残疾人证",
    "",
    "²³ x",
    "999999200001010011",
    "990101198203040128",
    "99010119820304012²",
    "9901011982030401²8",
    "99010119820304012843",
]
_TEXTS = st.sampled_from(_WORDS) | st.text(max_size=22)
_DAYS = st.dates(date(1890, 1, 1), date(2199, 12, 31)) | st.sampled_from([date(2012, 2, 29), AS_OF])
_MONTHS = st.sampled_from([202310, 202404, 202410, 202412, 202502, 202503, 202509, 190001, 219912])
_AMOUNTS = st.integers(-(10**9), 10**12)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXTS,
    int: _AMOUNTS | _MONTHS,
    bool: st.booleans(),
    date: _DAYS,
    tuple[str, ...]: st.lists(_TEXTS, max_size=3).map(tuple),
}


def _strategy(hint: Any) -> st.SearchStrategy[Any]:
    if isinstance(hint, UnionType) or get_origin(hint) is Union:
        kinds = [part for part in get_args(hint) if part is not type(None)]
        return st.none() | _strategy(kinds[0])
    hint = getattr(hint, "__supertype__", hint)
    return _PLAIN[hint]


def _records(kind: type, **settled: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    answers = {name: _strategy(hint) for name, hint in hints.items()} | settled
    return st.builds(kind, **{"village_code": st.just(VILLAGE), **answers, **settled})


def pictures(serial: int) -> st.SearchStrategy[HouseholdPicture]:
    own = {"household_id": st.just(f"h{serial}"), "village_code": st.just(VILLAGE)}
    ids = st.sampled_from([f"p{serial}-{place}" for place in range(1, 4)])
    items = st.none() | st.sampled_from([*income_items()]) | _TEXTS
    month = st.none() | _MONTHS
    lines = _records(LedgerLine, item=items, month=month, person_id=st.none() | ids, **own)
    return st.builds(
        HouseholdPicture,
        _records(Household, id=st.just(f"h{serial}")),
        persons=st.lists(_records(Person, id=ids, **own), max_size=4).map(tuple),
        lines=st.lists(lines, max_size=5).map(tuple),
        visits=st.lists(_records(Visit, **own), max_size=1).map(tuple),
        stated=st.lists(_records(StatedTotals, year=st.sampled_from([2024, 2025]), **own), max_size=2).map(
            tuple
        ),
        plans=st.lists(_records(Plan, **own, year=st.just(2025)), max_size=2).map(tuple),
        verdicts=st.lists(_records(Verdict, **own), max_size=1).map(tuple),
        **_help_records(own, st.none() | ids, month),
    )


def _help_records(own: Any, person: Any, month: Any) -> dict[str, st.SearchStrategy[Any]]:
    """Work, posts, measures and what follows them up, two of each at most."""
    months = {"person_id": person, "started": month, "ended": month}
    item = st.sampled_from(["J101", "J301", "G02", "T02"])
    of_plan = {
        "year": st.sampled_from([2024, 2025]),
        "measure": st.none() | st.sampled_from([*measure_catalogue()]) | _TEXTS,
        "state": st.sampled_from([None, "实施中", "已完成", "已停止"]),
        "item": st.none() | item,
        "started": month,
        "due": month,
    }
    strategies = {
        "spells": _records(WorkSpell, **own, **months),
        "posts": _records(PublicPost, **own, **months),
        "measures": _records(Measure, **own, person_id=person, **of_plan),
        "loans": _records(Loan, **own),
        "trainings": _records(Training, **own, person_id=person),
        "studies": _records(Study, **own, **months),
        "industries": _records(Industry, **own, item=item),
        "insurances": _records(Insurance, **own, person_id=person),
        "entitlements": _records(
            Entitlement, **own, person_id=person, item=st.none() | item, year=st.just(2025), due_by=month
        ),
        "events": _records(Event, **own),
        "stocks": _records(Stock, **own, item=item, quarter=st.just(PERIOD.first)),
        "sweeps": _records(Sweep, **own, month=_MONTHS),
    }
    return {name: st.lists(of, max_size=2).map(tuple) for name, of in strategies.items()}


@settings(max_examples=150, deadline=None)
@given(pictures(1), pictures(2), st.sampled_from([(PERIOD, AS_OF), (LAST_PERIOD, LAST_DAY)]), _TEXTS)
def test_nothing_that_a_book_can_hold_makes_a_rule_fall(
    one: HouseholdPicture, two: HouseholdPicture, when: Any, earlier: str
) -> None:
    known = Earlier(household_numbers={"h1": earlier}, schooling={"p1-1": earlier})
    findings = village_findings(village(one, two, clean_household(3)), SETTINGS, *when, earlier=known)
    assert all(finding.message and finding.household_id for finding in findings)
