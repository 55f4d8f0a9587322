"""监测: a month's candidates, the procedures under way, and risks without an answer."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from village_desk.entry.checks.procedure_entry import ProcedureRow, in_order, rows_of
from village_desk.entry.checks.screening import Screened, screen_village
from village_desk.entry.sitting import Sitting
from village_desk.rules.checks.risk import risks_of
from village_desk.rules.monitoring import is_monitored
from village_desk.rules.months import QUARTER_MONTHS, Month, add_months, month_of, quarter_start
from village_desk.rules.records import Household
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.earlier import earlier
from village_desk.store.reckoned.findings import OPEN, Finding, check_day, village_findings

RISK_RULES = frozenset({"RK01", "RK02", "RK03", "RK04", "RK05", "RK06", "RK07", "RK08", "RK09", "RK16"})
"""The rules on risks and the measures that must answer them, as far as the catalogue has them."""


class RiskRow(Struct, frozen=True):
    """A household under monitoring with its risks and one thing that is wrong with them, if anything is."""

    household: Household
    risks: tuple[str, ...]
    finding: Finding | None


class Monitored(Struct, frozen=True):
    """All that the page shows."""

    screened: Screened
    procedures: tuple[ProcedureRow, ...]
    risks: tuple[RiskRow, ...]


class MonitoringEntry:
    """A month's screening; ``read`` is long work, the rest answers at once.

    A quarter is screened in the month after its last.
    """

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self.month: Month = month_of(sitting.today)
        self.by_quarter = False

    def step(self, by: int) -> None:
        """Turn to another month, or quarter."""
        self.month = add_months(self.month, by * (QUARTER_MONTHS if self.by_quarter else 1))

    def choose(self, *, by_quarter: bool) -> None:
        """Screen by quarter, beginning with the one that ended last, or by month."""
        self.by_quarter = by_quarter
        if by_quarter:
            self.month = quarter_start(self.month)

    def read(self) -> Monitored:
        """Screen the village and look at its procedures and risks, all from one picture."""
        sitting, quarter = self._sitting, self._sitting.quarter
        as_of = check_day(quarter, sitting.today)
        with sitting.book.reading() as reading:
            picture = village_picture(reading, sitting.book.village.name)
            looked_up = earlier(reading, picture.households, as_of, quarter)
        screened = screen_village(picture, sitting.settings, self.month)
        found = village_findings(picture, sitting.settings, quarter, as_of, RISK_RULES, earlier=looked_up)
        return Monitored(
            screened,
            tuple(rows_of(picture.households, sitting)),
            tuple(_risk_rows([one.household for one in picture.households], found)),
        )

    def renewed(self, monitored: Monitored, household_ids: Collection[str]) -> Monitored:
        """The same with the procedures of some households as they are now; nothing else is looked at."""
        pictures = [picture for one in household_ids if (picture := self._sitting.picture(one)) is not None]
        rest = [row for row in monitored.procedures if row.household.id not in household_ids]
        rows = in_order([*rest, *rows_of(pictures, self._sitting)])
        return replace(monitored, procedures=tuple(rows))


def _risk_rows(households: list[Household], found: list[Finding]) -> list[RiskRow]:
    by_household: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.state == OPEN:
            by_household.setdefault(finding.household_id, []).append(finding)
    rows: list[RiskRow] = []
    for household in households:
        findings: list[Finding] = by_household.get(household.id, [])
        if findings or is_monitored(household):
            rows += [
                RiskRow(household, tuple(risks_of(household)), one)
                for one in (*findings, *((None,) if not findings else ()))
            ]
    return sorted(rows, key=lambda row: row.finding is None)
