"""``fill``: a township's blank table, filled as it stands; how it was filled is remembered in the book."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import sitting_at_village
from village_desk.commands.periods import read_quarter, read_year
from village_desk.definitions.words import say
from village_desk.entry.operations import household_of
from village_desk.entry.sitting import Sitting
from village_desk.exchange.blanks.blank_file import read_blank
from village_desk.exchange.blanks.blank_fill import (
    Wanted,
    all_sheets,
    fill_sheets,
    layout_to_fill,
    layouts_to_fill,
    rows_for,
    write_filled,
)
from village_desk.exchange.blanks.known_blanks import is_kept, proposal_for, remember
from village_desk.exchange.blanks.proposals import Proposal
from village_desk.exchange.finished_file import refuse_other_kind, refuse_same_file
from village_desk.exchange.values.directory import value_directory
from village_desk.exchange.values.value_rows import Scene
from village_desk.places.files import remove_stale_parts
from village_desk.rules.masking import Copy
from village_desk.rules.pictures import VillagePicture
from village_desk.store.pictures import village_picture


def fill(options: Namespace) -> int:
    """Fill a blank with the book's values, list what has no source, and remember how it was filled."""
    refuse_same_file(options.out, options.blank)
    refuse_other_kind(options.out)
    with sitting_at_village(options.book) as sitting:
        blank = read_blank(options.blank)
        with sitting.book.reading() as reading:
            picture = village_picture(reading, sitting.book.village.name)
            scene = _scene(sitting, picture, options)
            year = scene.run.year
            layouts = (
                layouts_to_fill(blank, year)
                if options.all_worksheets
                else [layout_to_fill(blank, year, options.worksheet)]
            )
            proposals = [proposal_for(reading, layout, year) for layout in layouts]
            household = household_of(reading, options.household).id if options.household else None
        listed = [Wanted(one, rows_for(one, scene, picture, household)) for one in proposals]
        wanted = all_sheets(listed) if options.all_worksheets else listed
        made = fill_sheets(blank, wanted, picture)
        remove_stale_parts(options.out.parent)
        write_filled(options.out, made)
        _keep(sitting, [one.proposal for one in wanted])
    document = {
        "file": str(options.out),
        **_told(wanted[0]),
        "rows": made.rows,
        "empty": list(made.empty),
        "unmatched": made.unmatched,
        "worksheets": [_told(one) for one in wanted],
    }
    left = say("commands.fill-empty", headings="、".join(made.empty)) if made.empty else ""
    if made.unmatched:
        left += say("commands.fill-unmatched", count=made.unmatched)
    answer(
        document,
        say("commands.fill-done", file=options.out.name, rows=made.rows, left=left),
        as_json=options.json,
    )
    return DONE


def _keep(sitting: Sitting, proposals: Sequence[Proposal]) -> None:
    """Remember how the sheets were filled."""
    with sitting.book.reading() as reading:
        new = [one for one in proposals if not is_kept(reading, one)]
    if new:
        with sitting.changing("blank-remembered") as change:
            for one in new:
                remember(change, one)


def _told(wanted: Wanted) -> dict[str, object]:
    """How one sheet was filled."""
    proposal = wanted.proposal
    return {
        "worksheet": proposal.layout.sheet,
        "rows": len(wanted.rows),
        "of": proposal.rows.value,
        "filters": list(proposal.filters),
        "columns": _columns(proposal),
        "empty": wanted.empty,
        "remembered": proposal.is_remembered,
    }


def _scene(sitting: Sitting, picture: VillagePicture, options: Namespace) -> Scene:
    mode = sitting.settings.year_mode
    quarter = read_quarter(options.period, mode) if "q" in options.period.lower() else None
    year = quarter.year if quarter else read_year(options.period)
    return Scene.of(
        picture, sitting.settings, sitting.reckoner, year, quarter, Copy(options.copy), sitting.today
    )


def _columns(proposal: Proposal) -> list[dict[str, str]]:
    """The headings that were given a value, with what the value means."""
    known = [(slot.heading, value_directory()[slot.value].words) for slot in proposal.slots if slot.value]
    return [{"heading": heading, "value": words.label, "meaning": words.meaning} for heading, words in known]
