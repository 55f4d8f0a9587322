"""What the checks find, by rule or by household, where each leads to, and how a doubt is confirmed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from village_desk.entry.checks.verdicts import Said, say_of_finding
from village_desk.entry.operations import Done
from village_desk.entry.sitting import Sitting
from village_desk.rules.income import lines_in
from village_desk.rules.months import Quarter
from village_desk.rules.records import LedgerLine
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.earlier import earlier
from village_desk.store.reckoned.findings import (
    OPEN,
    Cancelled,
    Finding,
    HouseholdChecker,
    Progress,
    check_day,
)

LEVELS = ("必改", "疑点", "提示")


class Jump(Struct, frozen=True):
    """Where Enter on a finding leads: a household, one of its screens, and the field, member or line."""

    household_id: str
    screen: str
    key: str | None = None
    person_id: str | None = None
    line_id: str | None = None


class FindingFilter(Struct, frozen=True):
    """Which findings are shown; what is not said leaves all."""

    levels: frozenset[str] = frozenset(LEVELS)
    open_only: bool = True
    rule: str | None = None
    household_id: str | None = None
    search: str = ""

    def fits(self, finding: Finding) -> bool:
        """Whether a finding is shown."""
        words = (
            finding.head_name,
            finding.person_name or "",
            finding.household_number,
            finding.title,
            finding.rule,
        )
        return (
            finding.level in self.levels
            and (finding.state == OPEN or not self.open_only)
            and self.rule in (None, finding.rule)
            and self.household_id in (None, finding.household_id)
            and any(self.search.strip() in word for word in words)
        )


class FindingGroup(Struct, frozen=True):
    """Findings that share a rule or a household."""

    key: str
    title: str
    level: str
    """The gravest level in it."""
    findings: tuple[Finding, ...]


class FindingsEntry:
    """The findings of one quarter; ``run`` is long work, the rest answers at once."""

    def __init__(self, sitting: Sitting, quarter: Quarter | None = None) -> None:
        self._sitting = sitting
        self.quarter = quarter or sitting.quarter
        self.findings: list[Finding] = []
        self.fixed: list[Finding] = []
        """What somebody had spoken of and no rule finds any more."""
        self._checker: HouseholdChecker | None = None

    def run(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> list[Finding]:
        """Run every rule over the village; takes a while and touches nothing but this list."""
        as_of = check_day(self.quarter, self._sitting.today)
        with self._sitting.book.reading() as reading:
            picture = village_picture(reading, self._sitting.book.village.name)
            looked_up = earlier(reading, picture.households, as_of, self.quarter)
        checker = HouseholdChecker(picture, self._sitting.settings, self.quarter, as_of, earlier=looked_up)
        self.findings = list(checker.all_findings(progress, cancelled))
        self.fixed = checker.fixed(self.findings)
        self._checker = checker
        return self.findings

    def refresh(self, household_id: str) -> list[Finding]:
        """Check one household anew after its own change; its findings as they are now."""
        if self._checker is None:
            self.run()
            return self.of_household(household_id)
        picture = self._sitting.picture(household_id)
        found = [] if picture is None else self._checker.findings(picture)
        places = [place for place, one in enumerate(self.findings) if one.household_id == household_id]
        rest = [one for one in self.findings if one.household_id != household_id]
        start = places[0] if places else len(rest)
        self.findings = [*rest[:start], *found, *rest[start:]]
        self.fixed = self._checker.fixed(self.findings)
        return found

    def of_household(self, household_id: str) -> list[Finding]:
        """What stands beside a household's screens."""
        return [finding for finding in self.findings if finding.household_id == household_id]

    def counts(self) -> dict[str, int]:
        """Open findings by level."""
        counts = dict.fromkeys(LEVELS, 0)
        for finding in self.findings:
            if finding.state == OPEN:
                counts[finding.level] += 1
        return counts

    def shown(self, wanted: FindingFilter) -> list[Finding]:
        """The findings that a filter lets through, in walking order; what is mended comes last."""
        return [finding for finding in (*self.findings, *self.fixed) if wanted.fits(finding)]

    def by_rule(self, wanted: FindingFilter) -> list[FindingGroup]:
        """The findings by rule, gravest and most frequent first."""
        groups = [
            FindingGroup(rule, found[0].title, _gravest(found), tuple(found))
            for rule, found in _grouped(self.shown(wanted), "rule").items()
        ]
        return sorted(groups, key=lambda group: (LEVELS.index(group.level), -len(group.findings), group.key))

    def by_household(self, wanted: FindingFilter) -> list[FindingGroup]:
        """The findings by household, in walking order."""
        return [
            FindingGroup(household_id, found[0].head_name, _gravest(found), tuple(found))
            for household_id, found in _grouped(self.shown(wanted), "household_id").items()
        ]

    def target(self, finding: Finding) -> Jump:
        """Where a finding leads."""
        screen, _, key = finding.field.partition(".")
        line_id = self._line_of(finding) if screen == "ledger" else None
        return Jump(finding.household_id, screen or finding.concerns, key or None, finding.person_id, line_id)

    def confirm(self, finding: Finding, reason: str, until: str = "") -> Done:
        """Confirm a doubt as true, with a reason and, if wished, a day until which it holds.

        Raises:
            Refusal: ``no-reason``, ``must-be-mended`` or ``not-understood``.
        """
        return self.say(finding, Said(reason, until=until))

    def say(self, finding: Finding, said: Said) -> Done:
        """Say that a finding is true, or still to be looked into: then it stays open and is marked.

        Raises:
            Refusal: As say_of_finding.
        """
        done = say_of_finding(self._sitting, finding, said)
        self.refresh(finding.household_id)
        return done

    def _line_of(self, finding: Finding) -> str | None:
        """The first line of the year that the finding's values name by item, if they do."""
        item = finding.values.get("item")
        with self._sitting.book.reading() as reading:
            lines = reading.of_household(LedgerLine, finding.household_id)
        return next(
            (line.id for line in lines_in(lines, self._sitting.year_window) if _is_meant(line, item)), None
        )


def _is_meant(line: LedgerLine, item: object) -> bool:
    from village_desk.definitions.items import income_items

    known = income_items().get(line.item or "")
    return known is not None and item in (known.code, known.label)


def _grouped(findings: Iterable[Finding], key: str) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(getattr(finding, key), []).append(finding)
    return groups


def _gravest(findings: Iterable[Finding]) -> str:
    return min((finding.level for finding in findings), key=LEVELS.index)
