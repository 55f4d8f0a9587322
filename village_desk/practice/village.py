"""Builds the practice village through the user's own roads: imports, visits and targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import monotonic

from msgspec import Struct

from village_desk.definitions.items import income_items, read_item
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.words import say
from village_desk.entry.quarter.visit_entry import VisitEntry
from village_desk.entry.sitting import Sitting
from village_desk.exchange.roster_out import write_table
from village_desk.places.disk_faults import refusing
from village_desk.places.files import write_whole
from village_desk.practice import earnings, rosters
from village_desk.practice.appearing import appearing_in
from village_desk.practice.earnings import Earner, Row
from village_desk.practice.following import Follower
from village_desk.practice.judging import explain_doubts, set_targets
from village_desk.practice.people import Family, FamilyMaker
from village_desk.practice.watching import watched
from village_desk.rules.money import Fen, divide_half_up, yuan_text
from village_desk.rules.months import Quarter, YearMode, make_quarter
from village_desk.rules.reading import read_money
from village_desk.rules.records import ASKED, Household, Visit
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Village, create_book
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE

BOOK_NAME = "练习村.book"
ROSTER_NAME = "花名册-练习.xlsx"
LEDGER_NAME = "收入台账-练习.xlsx"
VILLAGE = Village("990101001001", "练习村", "shidian_2025", "practice")
PER_HEAD = "人均纯收入（元）"
YEAR = 2025
"""The income year that the practice village closes: October 2024 to September 2025."""
_QUARTERS = 8
_TRACKED_SHARE = (3, 5)
"""Of the last quarter's visits, three in five are done: the rest is left to practise on."""

Progress = Callable[[str], None]


class PracticeVillage(Struct, frozen=True):
    """What was made."""

    book: Path
    households: int
    persons: int
    lines: int
    seconds: float


def practice_quarters() -> list[Quarter]:
    """The eight quarters that the practice village has kept."""
    last = make_quarter(YEAR, 4, YearMode.INCOME_YEAR)
    return [last.shifted(step) for step in range(1 - _QUARTERS, 1)]


def make_practice_village(
    folder: Path, households: int, seed: int, *, progress: Progress | None = None
) -> PracticeVillage:
    """Make workbooks and book in a folder; the same seed makes the same village.

    Raises:
        Refusal: ``practice-there``: there is a practice village already; or the folder cannot be written.
    """
    started = monotonic()
    tell = progress or (lambda _: None)
    book_path = folder / BOOK_NAME
    with refusing(folder):
        is_there = book_path.exists()
    if is_there:
        raise Refusal("practice-there", folder=folder.name, book=str(book_path))
    with appearing_in(folder, last=BOOK_NAME) as building:
        families = FamilyMaker(seed, practice_day()).families(households)
        _write_workbooks(building, families, seed)
        tell(say("practice.workbooks"))
        kept = _keep_book(building, seed, tell)
    seconds = monotonic() - started
    return PracticeVillage(book_path, kept["household"], kept["person"], kept["ledger_line"], seconds)


def _keep_book(folder: Path, seed: int, tell: Progress) -> Mapping[str, int]:
    book, _ = create_book(folder / BOOK_NAME, VILLAGE, PRACTICE_PASSPHRASE, cost=PRACTICE)
    with book:
        sitting = Sitting(book, say("practice.who"), practice_day())
        _bring_in(sitting, folder, tell)
        follower = Follower(sitting, practice_quarters(), seed)
        follower.keep()
        tell(say("practice.followed"))
        _keep_visits(sitting)
        tell(say("practice.visits"))
        follower.close_quarters()
        set_targets(sitting, (YEAR, YEAR + 1))
        explain_doubts(sitting, practice_quarters()[-1])
        sitting.choose("period", practice_quarters()[-1].first)
        sitting.choose("staff", list(say("practice.staff").split("、")))
        sitting.choose("town", say("practice.town"))
        return book.contents().counts


def _write_workbooks(folder: Path, families: Sequence[Family], seed: int) -> None:
    earner = Earner(seed, [quarter.first for quarter in practice_quarters()])
    by_family = [earner.rows(family) for family in families]
    totals = [_stated(family, rows) for family, rows in zip(families, by_family, strict=True)]
    heads = [read_money(stated[PER_HEAD]) or Fen(0) for stated in totals]
    line = policy_profiles()[VILLAGE.profile].line_for(YEAR) or Fen(0)
    people = rosters.roster_rows(watched(families, heads, line, seed), totals, seed)
    lines = [row for rows in by_family for row in rows]
    write_whole(folder / ROSTER_NAME, write_table("Sheet1", rosters.TITLES, rosters.HEADINGS, people))
    write_whole(folder / LEDGER_NAME, write_table("台账", earnings.TITLES, earnings.HEADINGS, lines))


def _stated(family: Family, rows: Sequence[Row]) -> rosters.Totals:
    """The system's own figures of the closed year, as the township would have typed them."""
    first = make_quarter(YEAR, 1, YearMode.INCOME_YEAR).window.first
    sums: dict[str, int] = {}
    for row in rows:
        item, month, amount = row[3], int(row[4].replace("-", "")), read_money(row[11])
        if month >= first and amount is not None:
            category = income_items()[read_item(item) or ""].category.value
            sums[category] = sums.get(category, 0) + amount
    net = sum(sums.get(part, 0) for part in ("wages", "production", "property", "transfer")) - sums.get(
        "cost", 0
    )
    headings = {
        "工资性收入": sums.get("wages", 0),
        "生产经营性收入": sums.get("production", 0),
        "生产经营性支出": sums.get("cost", 0),
        "财产性收入": sums.get("property", 0),
        "转移性收入": sums.get("transfer", 0),
        "纯收入（元）": net,
        PER_HEAD: divide_half_up(net, len(family.members)),
    }
    return {heading: yuan_text(Fen(amount)) for heading, amount in headings.items()}


def _bring_in(sitting: Sitting, folder: Path, tell: Progress) -> None:
    from village_desk.exchange.incoming.imports import bring_in

    for name in (ROSTER_NAME, LEDGER_NAME):
        bring_in(sitting.book, folder / name, who=sitting.who, year=YEAR)
        tell(say("practice.imported", file=name))


def _keep_visits(sitting: Sitting) -> None:
    with sitting.book.reading() as reading:
        households = reading.all(Household)
    states = ("people", "work", "production", "received", "spending", "guarantee", "measure", "judgement")
    answers = {f"{block}_state": ASKED for block in states} | {"judgement": "稳定", "way": "入户"}
    *closed, last = practice_quarters()
    for quarter in closed:
        who = {"visited_on": quarter.window.last_day, "visitor_1": sitting.who}
        with sitting.changing("visit-saved") as change:
            change.insert_many(
                Visit(change.new_id(), change.village_code, household.id, quarter.first, **(answers | who))  # type: ignore[arg-type]
                for household in households
            )
    tracked = len(households) * _TRACKED_SHARE[0] // _TRACKED_SHARE[1]
    for household in households[:tracked]:
        VisitEntry(sitting, household.id, last).no_change()


def practice_day() -> date:
    """The day on which the practice village stands still."""
    return practice_quarters()[-1].window.last_day
