"""What to print: sheet, period, whom it is for and which copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from village_desk.definitions.sheets import sheets
from village_desk.definitions.words import say
from village_desk.desk.fields.editor_choice import ChoiceEditor
from village_desk.desk.fields.editor_line import COMMANDS
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card, caption_label
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.switches import Switches
from village_desk.desk.sheets.sheet_scope import EMPTY, PART, VILLAGE, SheetScope
from village_desk.entry.keyboard.initials import initials_of
from village_desk.entry.register import Register
from village_desk.entry.sitting import Sitting
from village_desk.entry.stills import villages_of
from village_desk.exchange.sheets.making import SheetOrder, SheetSpecLine, sheet_ids
from village_desk.exchange.summaries.summary_sheet import summary_line
from village_desk.rules.masking import IdentityWriting
from village_desk.rules.months import Quarter
from village_desk.store.summaries import NamedPlan

_QUARTERS = 8
_YEARS = 3
_MOST_ROWS = 5
_FOR_BATCHES = ("contents", "changed")
"""What can be wanted of the sheets of a whole village only."""


class SheetForm(QWidget):
    """The choices on the left of the page.

    Signals:
        changed: Another sheet is to be shown.
    """

    changed = Signal()

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._villages: Mapping[str, str] = villages_of(sitting)
        self._is_town = sitting.book.village.kind == "town"
        self.village_choice = ChoiceEditor("village", self._village_words)
        self._specs = self._offered()
        self._summaries: tuple[NamedPlan, ...] = ()
        self._typed = ""
        self.sheets = QListWidget()
        self.period = ChoiceEditor("period", self._period_words)
        self.scope = SheetScope(sitting)
        self.household = self.scope.household
        self.copy = Segments([(key, say(f"sheets.copy_{key}")) for key in ("internal", "report", "public")])
        self.names = Segments([("full", say("sheets.names_full")), ("starred", say("sheets.names_starred"))])
        self.identity_label = caption_label(say("sheets.identity"))
        self.identity = Segments([(key, say(f"sheets.identity_{key}")) for key in IdentityWriting])
        self.paper_label = caption_label(say("sheets.style"))
        self.paper = Switches(
            [
                (key, say(f"sheets.style_{key}"))
                for key in ("large", "draft", "two_up", "on_a4", *_FOR_BATCHES)
            ]
        )
        self.note = caption_label("")
        self._build()
        self._connect()

    @property
    def spec(self) -> SheetSpecLine:
        """The sheet in hand."""
        return self._specs[max(0, self.sheets.currentRow())]

    @property
    def summary(self) -> NamedPlan | None:
        """The summary in hand; None for a sheet."""
        place = self.sheets.currentRow() - len(self._offered())
        return self._summaries[place] if 0 <= place < len(self._summaries) else None

    def take_summaries(self, kept: tuple[NamedPlan, ...]) -> None:
        """Offer these summaries below the sheets, staying with what is in hand."""
        if kept == self._summaries:
            return
        self._summaries = kept
        self._list_anew()

    def take_villages(self, villages: Mapping[str, str]) -> None:
        """Offer these villages (names by code) of a township."""
        self._villages = villages
        if self.village_choice.text() not in self._village_words():
            self.village_choice.set_text(say("sheets.all_villages"))

    @property
    def village(self) -> str:
        """The code of the village in hand of a township; blank for all of them."""
        chosen = self.village_choice.text()
        return next((code for code, name in self._villages.items() if name == chosen), "")

    def _list_anew(self) -> None:
        """List what can be printed now; what is in hand stays so where it is still there."""
        name = self.spec.id
        self._specs = (*self._offered(), *(summary_line(one.name, one.plan) for one in self._summaries))
        self.sheets.blockSignals(True)
        self.sheets.clear()
        self.sheets.addItems([_entry(spec) for spec in self._specs])
        self.choose(name)
        self.sheets.blockSignals(False)

    def _offered(self) -> tuple[SheetSpecLine, ...]:
        """All sheets; of a township those that go over its villages, of one of them those of a village."""
        if not self._is_town:
            return sheet_ids()
        if self.village:
            return tuple(spec for spec in sheet_ids() if spec.per == "village")
        return tuple(spec for spec in sheet_ids() if sheets()[spec.id].is_for_town)

    def _village_words(self) -> Sequence[str]:
        return [say("sheets.all_villages"), *self._villages.values()]

    def _choose_village(self) -> None:
        self._list_anew()
        self._change()

    def choose(self, name: str) -> None:
        """Take a sheet by its id or a summary by its name; the first sheet where there is none."""
        places = [place for place, spec in enumerate(self._specs) if spec.id == name]
        self.sheets.setCurrentRow(places[0] if places else 0)

    def order(self) -> SheetOrder | None:
        """What is to be printed; None while no household is chosen."""
        household_id = self.scope.household_id
        if household_id == "":
            return None
        quarter = self._quarter()
        return SheetOrder(
            sheet=self.spec.id,
            copy=self.copy.choice,  # type: ignore[arg-type]  # one of the three
            year=quarter.year if self.spec.by_quarter else self._year(),
            quarter=quarter if self.spec.by_quarter else None,
            household_id=household_id,
            printed_on=self._sitting.today,
            head_names=self.names.choice,  # type: ignore[arg-type]  # one of the two
            identity=self.identity.choice,  # type: ignore[arg-type]  # one of the four
            contents="contents" in self.paper.on,
            is_large="large" in self.paper.on,
            is_draft="draft" in self.paper.on,
            two_up="two_up" in self.paper.on,
            on_a4="on_a4" in self.paper.on,
            only=self.scope.only,
            part=self.scope.part,
            is_empty=self.scope.choice == EMPTY,
            plan=self.summary.plan if self.summary else None,
        )

    @property
    def changed_only(self) -> bool:
        """Whether only the sheets are wanted that would say something else than when they were printed."""
        return "changed" in self.paper.on

    def take_register(self, register: Register) -> None:
        """Offer these households, staying with the one in hand."""
        self.scope.take_register(register)

    def pick_sheet(self, sign: str) -> bool:
        """Take the sheet of a number typed sign by sign, 4 and A are F4A; or a summary by its initials."""
        rows = {spec.id: row for row, spec in enumerate(self._specs)}
        for typed in (self._typed + sign.upper(), sign.upper()):
            if sign and any(sheet.startswith(f"F{typed}") for sheet in rows):
                self._typed = typed
                if f"F{typed}" in rows:
                    self.sheets.setCurrentRow(rows[f"F{typed}"])
                return True
        return self._pick_summary(sign)

    def _pick_summary(self, sign: str) -> bool:
        for typed in (self._typed + sign.lower(), sign.lower()):
            for row, spec in enumerate(self._specs[len(self._offered()) :], len(self._offered())):
                if sign.isalpha() and any(form.startswith(typed) for form in initials_of(spec.id)):
                    self._typed = typed
                    self.sheets.setCurrentRow(row)
                    return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A number or letters typed in the list take what they stand for."""
        if event.type() == QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event)
            if not key.modifiers() & COMMANDS and self.pick_sheet(key.text()):
                return True
        return super().eventFilter(watched, event)

    def refit(self) -> None:
        """Show what the sheet in hand can be asked for."""
        if self.period.text() not in self._period_words():
            self.period.set_text(self._period_words()[self._usual()])
        self._offer_copies()
        self.scope.offer(self.spec)
        is_batch = self.spec.per == "household" and self.scope.choice in (PART, VILLAGE)
        needless = set() if is_batch else set(_FOR_BATCHES)
        needless |= {"on_a4"} if self.spec.paper == "A4" else set()
        needless |= {"large"} if self.spec.landscape or self.summary else set()
        self.paper.offer([key for key in self.paper.buttons if key not in needless])
        self.names.setVisible(self.copy.choice == "public")
        for widget in (self.identity_label, self.identity):
            widget.setVisible(self.copy.choice == "report" and self.spec.has_identity)
        self.note.setText(say(f"sheets.note_{self.copy.choice}"))

    def _offer_copies(self) -> None:
        """Offer the kinds of copy there are; one that was the only one is not kept for the next sheet."""
        was_only_one = len(self.copy.offered) == 1
        self.copy.offer(self.spec.copies)
        if was_only_one:
            self.copy.show_choice(self.spec.usual_copy)

    def _usual(self) -> int:
        return _QUARTERS // 2 if self.spec.by_quarter else 1

    def _quarters(self) -> list[Quarter]:
        return [self._sitting.quarter.shifted(_QUARTERS // 2 - place) for place in range(_QUARTERS)]

    def _years(self) -> list[int]:
        return [self._sitting.year + 1 - place for place in range(_YEARS)]

    def _period_words(self) -> Sequence[str]:
        if self.spec.by_quarter:
            return [quarter.text() for quarter in self._quarters()]
        return [say("sheet.year", year=year) for year in self._years()]

    def _quarter(self) -> Quarter:
        words = [quarter.text() for quarter in self._quarters()]
        chosen = self.period.text()
        return self._quarters()[words.index(chosen)] if chosen in words else self._sitting.quarter

    def _year(self) -> int:
        words = list(self._period_words())
        chosen = self.period.text()
        return self._years()[words.index(chosen)] if chosen in words else self._sitting.year

    def _build(self) -> None:
        self.village_choice.set_text(say("sheets.all_villages"))
        self.sheets.addItems([_entry(spec) for spec in self._specs])
        self.sheets.setCurrentRow(0)
        self.sheets.installEventFilter(self)
        self.sheets.setProperty("role", "listed")
        self.sheets.setFixedHeight(min(len(self._specs), _MOST_ROWS) * pixels("row") + pixels("half-step"))
        self.sheets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("gap"))
        which, what = Card(say("sheets.which")), Card(say("sheets.what"))
        if self._is_town:
            which.body.addWidget(self.village_choice)
        which.body.addWidget(self.sheets)
        what.body.addWidget(caption_label(say("sheets.period")))
        what.body.addWidget(self.period)
        what.body.addWidget(self.scope)
        what.body.addWidget(caption_label(say("sheets.copy")))
        for part in (self.copy, self.names, self.identity_label, self.identity, self.note):
            what.body.addWidget(part)
        what.body.addWidget(self.paper_label)
        what.body.addWidget(self.paper)
        column.addWidget(which)
        column.addWidget(what)
        column.addStretch(1)

    def _connect(self) -> None:
        self.sheets.currentRowChanged.connect(lambda _: self._change())
        self.village_choice.answered.connect(lambda _: self._choose_village())
        self.village_choice.moved.connect(lambda by: self.focusNextPrevChild(by > 0))
        self.period.answered.connect(lambda _: self._change())
        self.period.moved.connect(lambda by: self.focusNextPrevChild(by > 0))
        self.scope.chosen.connect(self._change)
        self.paper.changed.connect(self._change)
        for segments in (self.copy, self.names, self.identity):
            segments.chosen.connect(lambda _: self._change())

    def _change(self) -> None:
        self.refit()
        self.changed.emit()


def _entry(spec: SheetSpecLine) -> str:
    return spec.id if spec.id == spec.short_title else f"{spec.id}　{spec.short_title}"
