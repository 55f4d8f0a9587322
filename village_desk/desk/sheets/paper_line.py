"""Says which sheets in sight were printed, changed since and signed; notes that they came back signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.sheets.sheet_parts import line_of
from village_desk.entry.asking import question
from village_desk.entry.sheets.printed_sheets import note_printed, note_signed, printed_of
from village_desk.exchange.sheets.digests import Papers
from village_desk.exchange.sheets.sheet_order import day_words
from village_desk.rules.paper_records import PaperState, PrintedSheet, paper_state
from village_desk.rules.refusals import Refusal


class PaperLine(QWidget):
    """One line under the buttons of the page; hidden where nothing in sight belongs to a household."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._papers: Papers | None = None
        self._printed: dict[str, PrintedSheet] = {}
        self.words = line_of("caption")
        self.button = QPushButton(say("sheets.sign"))
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.sign)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(pixels("step"))
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def show_papers(self, papers: Papers | None) -> None:
        """Say how it stands with the sheets in sight."""
        self._papers = papers
        self.setVisible(papers is not None)
        if papers is None:
            return
        self._printed = printed_of(self._desk.sitting, papers.key)
        states = self._states(papers)
        self.words.setText(
            _one_text(papers, self._printed, states[0]) if len(states) == 1 else _many_text(states)
        )
        self.button.setEnabled(bool({PaperState.PRINTED, PaperState.SIGNED} & set(states)))
        all_signed = PaperState.SIGNED in states and PaperState.PRINTED not in states
        self.button.setText(say("sheets.unsign" if all_signed else "sheets.sign"))

    def note_printed(self, papers: Papers | None, pages: Collection[int]) -> None:
        """Note that some pages of a file, counted from 0, have been printed."""
        digests = papers.on(pages) if papers is not None else {}
        if papers is not None and digests:
            self._safely(lambda: note_printed(self._desk.sitting, papers.key, digests))

    def sign(self) -> None:
        """Note that the printed sheets came back signed; where all are, that they are not."""
        papers = self._papers
        if papers is None or not self.button.isEnabled():
            return
        listed = list(zip(papers.households, self._states(papers), strict=True))
        unsigned = [one for one, state in listed if state is PaperState.PRINTED]
        chosen = unsigned or [one for one, state in listed if state is PaperState.SIGNED]
        if len(chosen) > 1:
            key = "sheets.sign_all" if unsigned else "sheets.unsign_all"
            if not self._desk.asker.confirm(question(key, count=len(chosen))):
                return
        sitting = self._desk.sitting
        day = sitting.today if unsigned else None
        self._safely(lambda: note_signed(sitting, papers.key, chosen, day))

    def _safely(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except Refusal as refusal:
            self._desk.refused(refusal)
        self.show_papers(self._papers)

    def _states(self, papers: Papers) -> list[PaperState]:
        listed = zip(papers.households, papers.digests, strict=True)
        return [paper_state(self._printed.get(one), digest) for one, digest in listed]


def _one_text(papers: Papers, printed: dict[str, PrintedSheet], state: PaperState) -> str:
    record = printed.get(papers.households[0])
    if record is None:
        return say("sheets.paper_never")
    signed = day_words(record.signed_on) if record.signed_on else ""
    return say(f"sheets.paper_{state}", day=day_words(record.printed_on), signed=signed)


def _many_text(states: Sequence[PaperState]) -> str:
    counts = Counter(states)
    return say("sheets.papers", **{state.value: counts[state] for state in PaperState})
