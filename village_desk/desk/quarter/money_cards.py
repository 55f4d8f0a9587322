"""The cards of the first page about money and the book: income, plan, backup, import and package."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card
from village_desk.desk.parts.figure import sign
from village_desk.desk.parts.figure_card import FigureCard
from village_desk.desk.parts.small_bars import INKS, BulletBar, StackedBar, Swatch
from village_desk.entry.keyboard.amount_typing import shown_amount
from village_desk.entry.quarter.today import BookToday, Today, VillageIncome
from village_desk.entry.quarter.today_lists import growth_words, ten_thousands
from village_desk.rules.exchange_records import Package
from village_desk.rules.income import change_per_mille
from village_desk.rules.money import Fen

BOOK = "book"
"""The key of the figures that lead to the page of exchange."""
_MONTHS = 12


class IncomeCard(FigureCard):
    """The village's four incomes of the year so far above those of the same months last year."""

    def __init__(self) -> None:
        super().__init__("")
        self.per_head = self.add_figure("income", say("today.per_head"), is_main=True)
        self.now, self.before = StackedBar(), StackedBar()
        self._sums = [QLabel(), QLabel()]
        self._add_bars()
        self.parts = [
            self.add_figure("income", say(f"today.{name}"), Swatch(place)) for place, name in enumerate(INKS)
        ]
        self.add_figure("fallen", say("today.fallen"), sign("alert-triangle", "wheat"))
        self.body.addStretch(1)

    def show_today(self, today: Today) -> None:
        """Show the sums."""
        income = today.income
        self.title.setText(say("today.income", window=income.window.text()))
        self.per_head.show_value(_per_head_words(income), growth_words(income.growth_per_mille))
        whole = max(_length(income.parts), _length(income.parts_before))
        for bar, label, parts in zip(
            (self.now, self.before), self._sums, (income.parts, income.parts_before), strict=True
        ):
            bar.show_parts(parts, whole)
            label.setText(say("today.ten_thousand", amount=ten_thousands(Fen(sum(parts)))))
        for figure, amount, earlier in zip(self.parts, income.parts, income.parts_before, strict=True):
            growth = growth_words(change_per_mille(amount, earlier))
            figure.show_value(say("today.ten_thousand", amount=ten_thousands(amount)), growth)
            figure.setToolTip(shown_amount(amount))
        fallen = self.figure("fallen")
        fallen.show_label(
            say("today.fallen_over", percent=today.fall_percent)
            if today.fall_percent
            else say("today.fallen")
        )
        fallen.show_value(say("today.households", count=len(today.of("fallen"))))

    def _add_bars(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(pixels("step"), 0, pixels("step"), 0)
        grid.setHorizontalSpacing(pixels("step"))
        grid.setVerticalSpacing(pixels("half-step"))
        for row, (key, bar) in enumerate((("now", self.now), ("before", self.before))):
            for column, label in ((0, QLabel(say(f"today.{key}"))), (2, self._sums[row])):
                label.setProperty("role", "caption")
                grid.addWidget(label, row, column)
            grid.addWidget(bar, row, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)


class PlanCard(FigureCard):
    """Who has a target for the year, and what is earned of the sum of targets."""

    def __init__(self) -> None:
        super().__init__("")
        self.add_figure("planned", say("today.planned"), is_main=True)
        self.bar = BulletBar()
        self.inset(self.bar)
        self.reached = self.add_line()
        self.target = self.add_figure("planned", say("today.target"))
        self.earned = self.add_figure("planned", say("today.earned"))
        self.add_figure("unplanned", say("today.unplanned"), sign("target-arrow", "ink-2"))
        self.body.addStretch(1)

    def show_today(self, today: Today) -> None:
        """Show the sums of those with a target."""
        months, count = today.income.window.months, len(today.of("planned"))
        self.title.setText(say("today.plan", year=today.quarter.year))
        self.figure("planned").show_value(say("today.of", count=count, all=len(today.rows)))
        self.bar.show_bullet(today.target, today.earned, months * 1000 // _MONTHS)
        is_told = today.target > 0
        percent = today.earned * 100 // today.target if is_told else 0
        reached = say("today.reached", percent=percent, months=months)
        self.reached.setText(reached if is_told else say("today.no_target"))
        for figure, amount in ((self.target, today.target), (self.earned, today.earned)):
            figure.setVisible(count > 0)
            figure.show_value(say("today.ten_thousand", amount=ten_thousands(amount)))
            figure.setToolTip(shown_amount(amount))
        self.figure("unplanned").show_value(say("today.households", count=len(today.of("unplanned"))))


class BookStrip(FigureCard):
    """One line about the book: its newest backup, import and package, how long its history is."""

    def __init__(self) -> None:
        super().__init__("")
        self.backup = self.make_figure(BOOK, say("today.backup"))
        self.imported = self.make_figure(BOOK, say("today.imported"))
        self.packed = self.make_figure(BOOK, say("today.packed"))
        self.entries = QLabel()
        self.entries.setProperty("role", "caption")
        row = QHBoxLayout()
        row.setSpacing(pixels("gap"))
        for figure in (self.backup, self.imported, self.packed):
            figure.keep_together()
            row.addWidget(figure, 1)
        row.addWidget(self.entries)
        self.body.addLayout(row)
        _make_flat(self)

    def show_today(self, today: Today) -> None:
        """Show when the book was last put by and filled."""
        self.backup.show_value(_backup_words(today.book))
        at = today.book.imported_at
        self.imported.show_value(_moment_words(at) if at else say("today.import_none"))
        self.packed.show_value(_package_words(today.book.package))
        self.entries.setText(say("today.entries", count=today.book.entries))


def _make_flat(card: Card) -> None:
    """Leave out the title: a strip of one line says itself what it is about."""
    for part in card.findChildren(QFrame, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if part is card.title or part.property("role") == "rule":
            part.hide()
    layout = card.layout()
    if layout is not None:
        layout.setContentsMargins(pixels("step"), pixels("half-step"), pixels("gap"), pixels("half-step"))


def _per_head_words(income: VillageIncome) -> str:
    if income.per_head is None:
        return say("today.nobody")
    return say("today.per_head_value", amount=shown_amount(income.per_head))


def _length(parts: tuple[Fen, ...]) -> int:
    return sum(max(0, part) for part in parts)


def _backup_words(book: BookToday) -> str:
    if book.backed_up_at is None:
        return say("today.backup_none")
    key = "today.backup_sound" if book.is_backup_sound else "today.backup_broken"
    return say(key, time=_moment_words(book.backed_up_at))


def _package_words(package: Package | None) -> str:
    if package is None:
        return say("today.packed_none")
    answer = f"{package.answered_on:%m-%d}" if package.answered_on else say("today.packed_unanswered")
    return say(
        "today.packed_value", sequence=package.sequence, day=f"{package.made_on:%Y-%m-%d}", answer=answer
    )


def _moment_words(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
