"""The month's screening 筛查 of a village: who must be looked at, why, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from village_desk.definitions.bases import counting_basis, with_exceptions
from village_desk.definitions.calendar import near_line_percent
from village_desk.definitions.items import income_items
from village_desk.definitions.words import say
from village_desk.entry.keyboard.amount_typing import grouped
from village_desk.rules.income import Reckoner
from village_desk.rules.income_split import PerHeadChange
from village_desk.rules.money import Fen
from village_desk.rules.monitoring import (
    Candidate,
    Reason,
    ReasonKind,
    Screening,
    candidates,
    is_whole,
    ledger_start,
)
from village_desk.rules.months import Month, month_words
from village_desk.rules.pictures import VillagePicture
from village_desk.store.reckoned.run_rules import specs_of
from village_desk.store.settings import BookSettings

REFERENCE_BASIS = "P4"
_NAMED = 3
"""So many items that fell are named in a sentence."""


class Screened(Struct, frozen=True):
    """A screening and whom it found."""

    screening: Screening
    line_year: int | None
    """The year that the line was set for: an older one holds until the new one is stated."""
    candidates: tuple[Candidate, ...]
    starts: Month | None
    """The first month of the village's ledger."""

    @property
    def is_whole(self) -> bool:
        """Whether the ledger covers the twelve months; if not, incomes are too low."""
        return is_whole(self.starts, self.screening.window)

    def of(self, kind: ReasonKind | None) -> list[Candidate]:
        """Those found for one kind of reason; None: all."""
        return [
            one for one in self.candidates if kind is None or any(why.kind is kind for why in one.reasons)
        ]

    def notice(self) -> str:
        """What makes the figures less sure; blank where nothing does."""
        if self.screening.line is None:
            return say("monitoring.no_line")
        if self.starts is None:
            return say("monitoring.no_ledger")
        if not self.is_whole:
            return say("monitoring.short_ledger", month=month_words(self.starts))
        if self.line_year is not None and self.line_year < self.screening.month // 100:
            return say("monitoring.old_line", year=self.line_year)
        return ""


def screen_village(picture: VillagePicture, settings: BookSettings, month: Month) -> Screened:
    """Screen a village for a month, under the reference formula with the county's own marks."""
    screening, line_year = screening_of(settings, month)
    reckoner = reference_reckoner(settings)
    found = candidates(picture.households, reckoner, screening)
    return Screened(screening, line_year, tuple(found), ledger_start(picture.households))


def screened_together(villages: Sequence[Screened], settings: BookSettings, month: Month) -> Screened:
    """The screenings of several villages as one; its ledger begins with the last of theirs that has begun."""
    screening, line_year = screening_of(settings, month)
    starts = max((one.starts for one in villages if one.starts is not None), default=None)
    return Screened(
        screening, line_year, tuple(one for village in villages for one in village.candidates), starts
    )


def screening_of(settings: BookSettings, month: Month) -> tuple[Screening, int | None]:
    """What a month is held against, from the rules' parameters, and the year of the line."""
    specs = specs_of(settings)
    falls, spending = specs["IN08"].limits, specs["IN45"].limits
    known = settings.line_at(month)
    screening = Screening(
        month=month,
        line=known[1] if known else None,
        near_percent=near_line_percent(),
        fall_percent=falls.number("doubt_percent"),
        spending_percent=spending.number("most_percent"),
        spending_most=spending.fen("most_yuan"),
        spending_items=spending.starts("items"),
    )
    return screening, known[0] if known else None


def reference_reckoner(settings: BookSettings) -> Reckoner:
    """The reckoner of the income by which households are identified (domain.md 2.1, P4)."""
    return Reckoner(income_items(), with_exceptions(counting_basis(REFERENCE_BASIS), settings.counting))


def reason_words(reason: Reason) -> str:
    """A reason with its figures in one sentence."""
    values = {"amount": grouped(reason.amount), "against": grouped(reason.against)}
    if reason.kind is ReasonKind.FALL:
        why = _why(reason)
        fall = say("monitoring.why_fall", **values, percent=reason.percent)
        return say("monitoring.because", what=fall, why=why) if why else fall
    if reason.kind is ReasonKind.SPENDING:
        return say("monitoring.why_spending", **values)
    return say("monitoring.why_under" if reason.kind is ReasonKind.UNDER else "monitoring.why_near", **values)


def _why(reason: Reason) -> str:
    parts = []
    change = reason.change
    if change is not None:
        if change.household_size < 0:
            parts.append(say("monitoring.more_persons", persons=change.persons_now - change.persons_before))
        labels = [income_items()[item.code].label for item in change.items[:_NAMED] if item.per_head < 0]
        if labels:
            parts.append(say("monitoring.less_of", items="、".join(labels)))
    if reason.cause:
        parts.append(say("monitoring.cause", cause=reason.cause))
    return "；".join(parts)


def change_words(change: PerHeadChange) -> list[str]:
    """The parts of a change per head: household size, then each category with its largest items."""
    lines: list[str] = []
    if change.household_size:
        persons = say("monitoring.persons_from", before=change.persons_before, now=change.persons_now)
        lines.append(say("monitoring.part", label=persons, amount=signed(change.household_size), items=""))
    for category in change.categories:
        items = [item for item in change.items if item.category is category]
        largest = sorted(items, key=lambda item: -abs(item.per_head))[:_NAMED]
        named = "、".join(
            say("monitoring.item", label=income_items()[item.code].label, amount=signed(item.per_head))
            for item in largest
        )
        lines.append(
            say(
                "monitoring.part",
                label=say(f"summary.{category.value}"),
                amount=signed(change.of(category)),
                items=say("monitoring.items", items=named),
            )
        )
    return lines


def signed(amount: Fen) -> str:
    """An amount with its sign always shown."""
    return f"{'+' if amount > 0 else ''}{grouped(amount)}"
