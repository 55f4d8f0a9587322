"""The tables of the income analysis, drawn once for screen and paper: structure, growth, bands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from village_desk.definitions.indicators import reference_label, row_title
from village_desk.definitions.words import say
from village_desk.exchange.sheets.sheet_shown import (
    NOT_APPLICABLE,
    Shown,
    amount,
    caption_of,
    count,
    percent,
)
from village_desk.exchange.sheets.sheet_unit_values import band_captions
from village_desk.rules.analysis import AnalysisFigures
from village_desk.rules.figures import contributions_of, parts_of, structure_per_mille
from village_desk.rules.income import Income, change_per_mille
from village_desk.rules.indicators.figure import half_up, shown_beside
from village_desk.rules.money import Fen, divide_half_up, per_head

Cells = Mapping[str, Shown]

_PARTS = ("wages", "production_net", "property", "transfer")


def structure_rows(figures: AnalysisFigures) -> Iterator[Cells]:
    """Each of the four incomes per head with its change, share and part in the growth; then the whole."""
    half = figures.half
    parts, earlier = parts_of(half.income), half.before
    shares, pulls = structure_per_mille(parts), contributions_of(half.same_now, half.same_before)
    for place, part in enumerate(_PARTS):
        before = per_head(parts_of(earlier)[place], earlier.persons) if earlier else None
        share = None if shares is None else shares[place]
        yield {
            "part": Shown(caption_of(f"unit.{part}")),
            **compared(per_head(parts[place], half.income.persons), before),
            "share": percent(share),
            "pull": percent(None if pulls is None else pulls[place]),
        }
    yield {
        "part": Shown(say("sheet_measure.per_capita")),
        **compared(half.income.per_capita, earlier.per_capita if earlier else None),
        "growth": percent(half.growth_per_mille),
        "pull": percent(half.growth_per_mille),
    }


def growth_rows(figures: AnalysisFigures, *, is_town: bool = False) -> Iterator[Cells]:
    """The twelve months' income per head of all and of the same households, and what it is held beside."""
    everybody = say("sheet.all_of_town" if is_town else "sheet.all_households")
    year = figures.year
    own = year.income.per_capita
    yield {"compared": Shown(everybody), **_of(year.income, year.before)}
    yield {"compared": Shown(say("sheet.same_households")), **_of(year.same_now, year.same_before)}
    for one in figures.references:
        yield {
            "compared": Shown(reference_label(one.name)),
            **compared(one.now, one.before),
            "against": percent(None if own is None else divide_half_up(own * 1000, one.now)),
        }


def band_rows(figures: AnalysisFigures, edges: Sequence[Fen]) -> Iterator[Cells]:
    """Households and persons in each band of the twelve months' income per head, and under the line."""
    year = figures.year
    placed = sum(band.households for band in year.bands)
    for caption, band in zip(band_captions(tuple(edges)), year.bands, strict=True):
        share = share_of(band.households, placed)
        yield {
            "band": Shown(caption),
            "households": count(band.households),
            "persons": count(band.persons),
            "share": percent(share),
        }
    if year.under_line is not None:
        yield {
            "band": Shown(caption_of("analysis.under_line")),
            "households": count(year.under_line.households),
            "persons": count(year.under_line.persons),
            "share": percent(share_of(year.under_line.households, placed)),
        }


def cause_rows(figures: AnalysisFigures) -> Iterator[Cells]:
    """Households whose income fell by cause, the most frequent first."""
    for cause, households in figures.causes:
        yield {
            "cause": Shown(cause or say("sheet.no_cause")),
            "households": count(households),
            "share": percent(share_of(households, len(figures.falls))),
        }


def industry_rows(figures: AnalysisFigures) -> Iterator[Cells]:
    """What is raised and run: households, persons, scale, output, income before and less cost."""
    for row in figures.industries:
        sums = {one.name: one for one in row.figure.beside if not one.measure}
        measured = {
            name: "、".join(shown_beside(one) for one in row.figure.beside if one.name == name)
            for name in ("scale", "output")
        }
        yield {
            "industry": Shown(row_title(row.name)),
            "households": count(len(row.figure.counted)),
            "persons": count(int(sums["persons"].value)),
            **{name: Shown(text) for name, text in measured.items()},
            **{
                name: amount(Fen(half_up(sums[name].value)) if name in sums else None, NOT_APPLICABLE)
                for name in ("income", "net", "net_each")
            },
        }


def compared(now: Fen | None, before: Fen | None) -> dict[str, Shown]:
    """An amount beside the earlier one: both, the change and the growth."""
    both = now is not None and before is not None
    return {
        "now": amount(now, NOT_APPLICABLE),
        "before": amount(before, NOT_APPLICABLE),
        "change": amount(Fen(now - before) if both else None, NOT_APPLICABLE),  # type: ignore[operator]
        "growth": percent(change_per_mille(now, before) if both else None),  # type: ignore[arg-type]
    }


def share_of(part: int, whole: int) -> int | None:
    """A part in thousandths of a whole; None of nothing."""
    return divide_half_up(part * 1000, whole) if whole else None


def _of(now: Income, before: Income | None) -> dict[str, Shown]:
    return compared(now.per_capita, before.per_capita if before else None)
