"""The line of a new year is asked for and kept with its document; old quarters keep theirs."""

from __future__ import annotations

import pytest

from village_desk.entry.checks.line_history import line_rows
from village_desk.entry.checks.screening import screening_of
from village_desk.entry.settings.yearly_figures import (
    LINE,
    FigureRow,
    Notice,
    figure_rows,
    state_figure,
    wanted_figures,
)
from village_desk.rules.months import Month, YearMode, make_quarter
from village_desk.rules.refusals import Refusal
from village_desk.store.reckoned.indicators import references

DOCUMENT = "施政办〔2026〕7号"


@pytest.fixture
def sitting(sitting):
    sitting.choose("profile", "shidian_2025")
    return sitting


def figure(sitting, kind: str, year: int) -> FigureRow:
    return next(one for one in figure_rows(sitting, (year,)) if one.kind == kind)


def refused(deed) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed()
    return caught.value


def test_a_year_whose_line_is_missing_asks_for_it_and_keeps_who_when_and_document(sitting):
    assert wanted_figures(sitting, 2025) == []
    assert wanted_figures(sitting, 2026) == [LINE]
    state_figure(sitting, LINE, 2026, Notice("9000", DOCUMENT))
    assert wanted_figures(sitting, 2026) == []
    row = figure(sitting, LINE, 2026)
    assert (row.amount, row.document, row.label) == (9_000_00, DOCUMENT, "监测底线")
    assert sitting.who in row.set_by
    assert "20" in row.set_by
    (own,) = [one for one in line_rows(sitting) if one.year == 2026]
    assert (own.source, own.set_by) == (DOCUMENT, row.set_by)


def test_without_a_document_number_or_an_amount_nothing_is_kept(sitting):
    assert refused(lambda: state_figure(sitting, LINE, 2026, Notice("9000", " "))).code == "no-document"
    assert refused(lambda: state_figure(sitting, LINE, 2026, Notice("-3", DOCUMENT))).code == "not-understood"
    assert refused(lambda: state_figure(sitting, LINE, 2026, Notice("", DOCUMENT))).code == "not-understood"
    elsewhere = Notice("9000", DOCUMENT, "202612")
    assert refused(lambda: state_figure(sitting, LINE, 2026, elsewhere)).code == "not-understood"
    assert refused(lambda: state_figure(sitting, "half", 2026, Notice("1", "x"))).code == "unknown-choice"
    assert sitting.settings.line_for(2026) is None


def test_old_quarters_are_judged_by_the_line_that_held_then(sitting):
    state_figure(sitting, LINE, 2026, Notice("9000", DOCUMENT, "202604"))
    settings = sitting.settings
    mode = YearMode.INCOME_YEAR
    lines = [settings.line_of_quarter(make_quarter(2026, number, mode)) for number in (1, 2, 3, 4)]
    assert lines == [8_700_00, 8_700_00, 9_000_00, 9_000_00]
    assert settings.line_of_quarter(make_quarter(2025, 4, mode)) == 8_700_00
    assert [screening_of(settings, Month(month))[0].line for month in (202512, 202603, 202604)] == [
        8_700_00,
        8_700_00,
        9_000_00,
    ]


def test_a_line_without_a_month_holds_all_its_year(sitting):
    state_figure(sitting, LINE, 2026, Notice("9000", DOCUMENT, "202604"))
    state_figure(sitting, LINE, 2026, Notice("9100", DOCUMENT))
    first = make_quarter(2026, 1, YearMode.INCOME_YEAR)
    assert sitting.settings.line_of_quarter(first) == 9_100_00


def test_the_reference_figures_that_targets_are_held_beside_are_asked_for(sitting):
    sitting.choose("profile", "xinyang_2023_2025")
    assert "local_rural" in wanted_figures(sitting, 2024)
    state_figure(sitting, "local_rural", 2024, Notice("19500", "统计公报 2024"))
    assert "local_rural" not in wanted_figures(sitting, 2024)
    assert references(sitting.settings)["local_rural"] == {2024: 19_500_00}
    row = figure(sitting, "local_rural", 2024)
    assert (row.document, sitting.who in row.set_by) == ("统计公报 2024", True)
    shipped = figure(sitting, "national_rural", 2024)
    assert (shipped.amount, shipped.set_by) == (23_119_00, "")


def test_a_figure_is_one_deed(sitting):
    state_figure(sitting, LINE, 2026, Notice("9000", DOCUMENT, "202604"))
    sitting.undo()
    assert sitting.settings.line_for(2026) is None
    assert figure(sitting, LINE, 2026).document == ""
