"""How a blank is to be filled besides its headings: period, what a row is, who belongs in it, which copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from village_desk.definitions.value_words import RowsOf
from village_desk.definitions.words import say
from village_desk.desk.fields.editor_choice import ChoiceEditor, ChoicesEditor
from village_desk.desk.fields.household_picker import HouseholdPicker
from village_desk.desk.look import pixels
from village_desk.desk.parts.cards import Card, caption_label
from village_desk.desk.parts.segments import Segments
from village_desk.desk.sheets.blank_in_hand import BlankInHand
from village_desk.entry.register import Register
from village_desk.entry.sitting import Sitting
from village_desk.rules.masking import Copy
from village_desk.rules.months import Quarter
from village_desk.rules.reading import split_choices

_QUARTERS = 6
_YEARS = 3


class BlankForm(QWidget):
    """The choices on the left of the page; each goes to the blank in hand at once.

    Signals:
        changed: The blank is to be filled otherwise.
    """

    changed = Signal()

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._blank: BlankInHand | None = None
        self.sheets = Segments([("all", say("blank.sheets_all")), ("one", say("blank.sheets_one"))])
        self.sheet = ChoiceEditor("sheet", lambda: self._blank.sheets if self._blank else ())
        self.period = ChoiceEditor("period", lambda: list(self._periods()))
        self.rows = Segments([(kind.value, say(f"blank.rows_{kind}")) for kind in RowsOf])
        self.filters = ChoicesEditor("filters", self._filter_words)
        self.members = Segments([(key, say(f"blank.members_{key}")) for key in ("each", "once")])
        self.scope = Segments([("all", say("blank.each")), ("one", say("sheets.scope_household"))])
        self.household = HouseholdPicker()
        self.copy = Segments([(kind.value, say(f"sheets.copy_{kind}")) for kind in Copy])
        self.note = caption_label("")
        self._parts: dict[str, QWidget] = {
            "sheets": self.sheets,
            "sheet": self.sheet,
            "period": self.period,
            "rows": self.rows,
            "members": self.members,
            "scope": self.scope,
            "filters": self.filters,
            "copy": self.copy,
        }
        self._captions: dict[str, QWidget] = {}
        self._build()
        self._connect()

    def show_blank(self, blank: BlankInHand) -> None:
        """Show how a blank is to be filled."""
        self._blank = blank
        self.sheet.set_text(blank.proposal.layout.sheet)
        self.period.set_text(next(iter(self._periods())))
        self.scope.show_choice("all")
        self.copy.show_choice(Copy.REPORT.value)
        self.refit()

    def refit(self) -> None:
        """Show the choices as they are now."""
        if self._blank is None:
            return
        proposal = self._blank.proposal
        self.rows.show_choice(proposal.rows.value)
        for part in ("rows", "filters"):
            self._show(
                part, is_wanted=not proposal.is_form or (part == "filters" and self.scope.choice == "all")
            )
        self._show("sheets", is_wanted=len(self._blank.all_in_one_go) > 1)
        self.sheets.show_choice("all" if self._blank.is_for_all else "one")
        self._show("sheet", is_wanted=len(self._blank.sheets) > 1)
        self._show("members", is_wanted=self._blank.has_members)
        self.members.show_choice("once" if proposal.once else "each")
        self._show("scope", is_wanted=proposal.is_form and proposal.rows is RowsOf.HOUSEHOLD)
        self.household.setVisible(self.scope.isVisibleTo(self) and self.scope.choice == "one")
        known = {one.key: one.label for one in self._blank.filters}
        self.filters.set_text("、".join(known[key] for key in proposal.filters if key in known))
        self.note.setText(say(f"sheets.note_{self.copy.choice}"))

    def _periods(self) -> dict[str, tuple[Quarter | None, int]]:
        """The periods to choose from, the one being worked on first."""
        quarters = [self._sitting.quarter.shifted(-place) for place in range(_QUARTERS)]
        years = [self._sitting.year - place for place in range(_YEARS)]
        found: dict[str, tuple[Quarter | None, int]] = {one.text(): (one, one.year) for one in quarters}
        return found | {say("sheet.year", year=year): (None, year) for year in years}

    def _filter_words(self) -> Sequence[str]:
        return [one.label for one in self._blank.filters] if self._blank else []

    def _set_period(self, text: str) -> None:
        if self._blank is not None and text in self._periods():
            self._blank.set_period(*self._periods()[text])
            self._tell()

    def take_register(self, register: Register) -> None:
        """Offer these households for a form."""
        self.household.take_register(register)

    def _set_sheet(self, name: str) -> None:
        if self._blank is not None and name in self._blank.sheets:
            self._blank.set_sheet(name)
            self._tell()

    def _set_sheets(self, which: str) -> None:
        if self._blank is not None:
            self._blank.is_for_all = which == "all"
            self._tell()

    def _set_members(self, how: str) -> None:
        if self._blank is not None:
            self._blank.set_once(once=how == "once")
            self._tell()

    def _set_scope(self) -> None:
        if self._blank is not None:
            is_one = self.scope.choice == "one"
            self._blank.set_household(self.household.household_id if is_one else None)
            self._tell()

    def _set_rows(self, kind: str) -> None:
        if self._blank is not None:
            self._blank.set_rows(RowsOf(kind))
            self._tell()

    def _set_filters(self, text: str) -> None:
        if self._blank is not None:
            wanted = split_choices(text)
            self._blank.set_filters([one.key for one in self._blank.filters if one.label in wanted])
            self._tell()

    def _set_copy(self, kind: str) -> None:
        if self._blank is not None:
            self._blank.set_copy(Copy(kind))
            self._tell()

    def _show(self, key: str, *, is_wanted: bool) -> None:
        for part in (self._captions[key], self._parts[key]):
            part.setVisible(is_wanted)

    def _tell(self) -> None:
        self.refit()
        self.changed.emit()

    def _build(self) -> None:
        card = Card(say("blank.how"))
        for key, part in self._parts.items():
            self._captions[key] = caption_label(say(f"blank.{key}"))
            card.body.addWidget(self._captions[key])
            card.body.addWidget(part)
            if key == "scope":
                card.body.addWidget(self.household)
        card.body.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels("gap"))
        column.addWidget(card)
        column.addStretch(1)

    def _connect(self) -> None:
        self.sheet.answered.connect(self._set_sheet)
        self.sheets.chosen.connect(self._set_sheets)
        self.members.chosen.connect(self._set_members)
        self.scope.chosen.connect(lambda _: self._set_scope())
        self.household.chosen.connect(lambda _: self._set_scope())
        self.period.answered.connect(self._set_period)
        self.filters.answered.connect(self._set_filters)
        self.rows.chosen.connect(self._set_rows)
        self.copy.chosen.connect(self._set_copy)
        for editor in (self.sheet, self.period, self.filters):
            editor.moved.connect(lambda by: self.focusNextPrevChild(by > 0))
