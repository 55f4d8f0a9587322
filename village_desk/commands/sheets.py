"""``sheet``: one printed sheet of one household, some 小组 or the whole village, as PDF or workbook."""

from __future__ import annotations

import sys
from argparse import Namespace

from msgspec.structs import replace

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import Seen, looking_at, sitting_at
from village_desk.commands.periods import read_quarter, read_year
from village_desk.definitions.sheets import sheets
from village_desk.definitions.words import say
from village_desk.entry.operations import household_of
from village_desk.entry.sitting import Sitting
from village_desk.exchange.sheets.making import SheetOrder, picture_for, write_sheet
from village_desk.exchange.summaries.summary_sheet import printed_bytes
from village_desk.places.files import remove_stale_parts
from village_desk.rules.months import Quarter
from village_desk.rules.refusals import Refusal
from village_desk.store.households_chosen import households_chosen
from village_desk.store.reckoned.findings import Finding
from village_desk.store.reckoned.township_checks import township_findings
from village_desk.store.settings import BookSettings
from village_desk.store.summaries import offered_plans


def sheet(options: Namespace) -> int:
    """Write a sheet; exit 1 when a character has no font and is printed as a box."""
    with sitting_at(options.book) as sitting, looking_at(sitting, options.village) as seen:
        order, town = _order(sitting, options, seen), seen.town
        picture = town.whole if town else picture_for(order, seen.reading, seen.name)
        made = printed_bytes(
            order,
            picture,
            _settings(sitting, seen),
            sitting.reckoner,
            options.format,
            findings=_findings(sitting, seen, order.sheet, order.quarter),
        )
    remove_stale_parts(options.out.parent)
    write_sheet(options.out, made)
    missing = {household: "".join(sorted(characters)) for household, characters in made.missing.items()}
    document = {"sheet": options.sheet, "file": str(options.out), "pages": made.pages, "missing": missing}
    answer(
        document, say("commands.sheet-done", file=options.out.name, pages=made.pages), as_json=options.json
    )
    if town and town.counted_once:
        print(say("commands.counted-once", persons=town.counted_once), file=sys.stderr)
    for household, characters in missing.items():
        print(say("commands.sheet-missing", household=household, characters=characters), file=sys.stderr)
    return FINDINGS if missing else DONE


def _settings(sitting: Sitting, seen: Seen) -> BookSettings:
    """The book's; a village's sheet that comes from the township's book names the township."""
    if seen.package is None:
        return sitting.settings
    return replace(sitting.settings, town=sitting.book.village.name)


def _findings(sitting: Sitting, seen: Seen, sheet: str, quarter: Quarter | None) -> list[Finding] | None:
    """What the checks find in a township's villages, by each one's own settings; a village's are run anew."""
    if not seen.is_town or quarter is None or sheet not in sheets() or not sheets()[sheet].lists_findings:
        return None
    checked = township_findings(seen.reading, quarter, sitting.today)
    return [finding for village in checked for finding in village.findings]


def _is_of_village(sheet: str) -> bool:
    known = sheets().get(sheet)
    return known is not None and known.per == "village"


def _order(sitting: Sitting, options: Namespace, seen: Seen) -> SheetOrder:
    mode = sitting.settings.year_mode
    quarter = read_quarter(options.period, mode) if "q" in options.period.lower() else None
    year = quarter.year if quarter else read_year(options.period)
    household_id = None
    only = None
    if seen.is_town and (options.household or options.group):
        raise Refusal("which-village")
    if options.household:
        household_id = household_of(seen.reading, options.household).id
    if options.group:
        only = frozenset(one.id for one in households_chosen(seen.reading, options.group))
    kept = () if seen.is_town else offered_plans(seen.reading)  # a village's summary is of its own
    plan = next((one.plan for one in kept if one.name == options.sheet), None)
    if household_id is not None and (plan is not None or _is_of_village(options.sheet)):
        raise Refusal("sheet-of-households", value=options.sheet)
    return SheetOrder(
        options.sheet,
        options.copy,
        year,
        quarter,
        household_id,
        sitting.today,
        identity=options.identity,
        contents=options.contents,
        is_large=options.large,
        is_draft=options.draft,
        two_up=options.two_up,
        on_a4=options.on_a4,
        only=only,
        is_empty=options.empty,
        part="、".join(options.group or ()),
        plan=plan,
    )
