"""Last year's items as pale rows: what came in then and has not been entered this year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from village_desk.entry.ledger.carrying import is_still_there, moved_line
from village_desk.rules.income import line_month, lines_in
from village_desk.rules.items import IncomeItem
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.months import Month, Window, month_words
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import ORIGIN_BY_RATIO, LedgerLine

_YEAR = 12


class ExpectedRow(Struct, frozen=True):
    """One item of one member, or of the household, with what it brought last year up to the same month."""

    item: str
    label: str
    person_id: str | None
    person_name: str
    months: str
    """The months of last year, in words."""
    amount: Fen
    earlier: tuple[LedgerLine, ...]

    @property
    def amount_text(self) -> str:
        """Last year's amount, shown pale."""
        return yuan_text(self.amount)


def expected_rows(
    picture: HouseholdPicture, window: Window, until: Month, items: Mapping[str, IncomeItem]
) -> list[ExpectedRow]:
    """Last year's lines by item and member, without what has a line this year or is not due yet.

    Lines reckoned by ratio are left out: they are reckoned anew. So are those of members who have left.
    """
    present = {(line.item, line.person_id) for line in lines_in(picture.lines, window)}
    grouped: dict[tuple[str, str | None], list[LedgerLine]] = {}
    for line in lines_in(picture.lines, window.year_earlier()):
        key = (line.item or "", line.person_id)
        if key not in present and line.item in items and _is_due(line, until, picture):
            grouped.setdefault(key, []).append(line)
    if not grouped:
        return []
    order = {code: place for place, code in enumerate(items)}
    return [
        _row(picture, items[item], person_id, lines)
        for (item, person_id), lines in sorted(grouped.items(), key=lambda pair: order[pair[0][0]])
    ]


def moved_into(row: ExpectedRow) -> list[LedgerLine]:
    """The lines of a pale row twelve months later, carried; their ids are still last year's."""
    return [moved_line(line, _YEAR) for line in row.earlier]


def _is_due(line: LedgerLine, until: Month, picture: HouseholdPicture) -> bool:
    moved = moved_line(line, _YEAR)
    month = line_month(moved)
    is_due = month is not None and month <= until and line.origin != ORIGIN_BY_RATIO
    return is_due and is_still_there(moved, picture.persons)


def _row(
    picture: HouseholdPicture, item: IncomeItem, person_id: str | None, lines: Iterable[LedgerLine]
) -> ExpectedRow:
    earlier = tuple(sorted(lines, key=lambda line: (line.month or 0, line.id)))
    person = picture.person(person_id)
    months = dict.fromkeys(month_words(line.month) for line in earlier if line.month is not None)
    return ExpectedRow(
        item=item.code,
        label=item.label,
        person_id=person_id,
        person_name=(person.name or "") if person else "",
        months="、".join(months),
        amount=Fen(sum(line.amount or 0 for line in earlier)),
        earlier=earlier,
    )
