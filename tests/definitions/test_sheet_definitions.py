"""The sheets' own files: known keys only, widths that fit, names that exist."""

from __future__ import annotations

import copy

import pytest

from village_desk.definitions.codes import code_list
from village_desk.definitions.public_copy import public_copy
from village_desk.definitions.sheets import BlockKind, make_sheet, sheets
from village_desk.definitions.toml_files import DefinitionError, Table

SHEET: Table = {
    "id": "F99", "title": "试表", "short_title": "试表", "per": "household", "period": "year", "paper": "A4",
    "landscape": False, "margins_mm": [20, 20, 20, 20], "revision": "2025-1",
    "blocks": [{"kind": "answers", "widths_mm": [30, 60], "values": ["household.number"]}],
}  # fmt: skip


def with_block(**block: object) -> Table:
    table = copy.deepcopy(SHEET)
    table["blocks"].append(block)
    return table


def test_the_shipped_sheets_are_these_forms() -> None:
    assert set(sheets()) >= {*(f"F{number}" for number in range(1, 16)), "F4A", "F14A", "F14B"}


def test_tables_of_a_sheet_all_end_at_the_right_margin() -> None:
    papers = {("A4", False): 210, ("A4", True): 297, ("A3", True): 420}
    for sheet in sheets().values():
        widths = {round(sum(block.widths_mm), 2) for block in sheet.blocks if block.widths_mm}
        assert len(widths) == 1, sheet.id
        room = papers[sheet.paper, sheet.landscape] - sheet.margins_mm[1] - sheet.margins_mm[3]
        assert widths == {room}, sheet.id


@pytest.mark.parametrize(
    "block",
    [
        {"kind": "answers", "widths_mm": [30], "values": ["household.number"]},
        {"kind": "answers", "widths_mm": [30, 30], "values": []},
        {"kind": "drawing", "values": ["household.number"]},
        {"kind": "answers", "widths_mm": [30, 30], "values": ["household.number"], "colour": "red"},
        {"kind": "answers", "widths_mm": [30, 30], "values": ["household.number"], "count": 3},
        {"kind": "measures", "widths_mm": [30], "values": ["measure.label", "measure.year"]},
        {"kind": "lines", "widths_mm": [30, 30], "values": ["line.item"]},
        {
            "kind": "lines",
            "widths_mm": [30, 30],
            "values": ["line.item"],
            "groups": ["wages"],
            "window": "month",
        },
        {"kind": "units", "widths_mm": [30], "values": ["unit.label"], "over": [["unit.over_net", 2]]},
        {"kind": "records", "widths_mm": [30], "values": ["record.number"], "of": "wishes"},
        {"kind": "records", "widths_mm": [30, 30], "values": ["record.number"], "of": "sweep"},
        {
            "kind": "records",
            "widths_mm": [30],
            "values": ["record.number"],
            "of": "sweep",
            "total": ["record.number"],
        },
        {"kind": "asked", "widths_mm": [30, 30], "values": ["visit.way"]},
        {"kind": "signatures"},
        {"kind": "statement"},
        {"kind": "register", "widths_mm": [30], "values": ["row.number", "row.head"]},
        {"kind": "findings", "widths_mm": [30], "values": ["finding.rule"], "over": [["", 2]]},
        {"kind": "text", "widths_mm": [30, 900], "values": ["writing.reason"]},
        {"kind": "text", "widths_mm": [30, 90], "values": ["writing.reason"], "copies": ["secret"]},
    ],
)
def test_a_block_that_does_not_fit_is_refused_by_file_and_number(block: Table) -> None:
    with pytest.raises(DefinitionError, match=r"f99\.toml, block 2"):
        make_sheet(with_block(**block), "f99.toml")


@pytest.mark.parametrize(
    ("key", "value"),
    [("per", "town"), ("margins_mm", [1, 2]), ("letters", {"net": 1}), ("pixels", 3), ("paper", "B5")],
)
def test_a_wrong_or_unknown_key_is_refused(key: str, value: object) -> None:
    with pytest.raises(DefinitionError, match=r"f99\.toml"):
        make_sheet({**SHEET, key: value}, "f99.toml")


def test_every_kind_of_block_is_used_by_some_sheet() -> None:
    assert {block.kind for sheet in sheets().values() for block in sheet.blocks} == set(BlockKind)


def test_no_letter_of_a_formula_stands_for_two_quantities() -> None:
    for sheet in sheets().values():
        assert len(set(sheet.letters.values())) == len(sheet.letters), sheet.id


@pytest.mark.parametrize("name", ["health", "disability_kind"])
def test_every_label_of_illness_and_disability_stops_a_posted_copy(name: str) -> None:
    labels = {spelling for code in code_list(name).codes for spelling in (code.label, *code.aliases)}
    silent = {"健康", "良好", "健康或良好", "多重", "精神"}
    unheard = {label for label in labels - silent if not public_copy().tells_of_health(label)}
    assert unheard == set()


def test_harmless_texts_say_nothing_about_health() -> None:
    assert not any(public_copy().tells_of_health(text) for text in public_copy().harmless)
