"""The page 重复和迁移: whom two villages hold, both sides beside each other, and what is decided."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import question
from village_desk.entry.checks.timeline import MomentRow, decision_words
from village_desk.entry.news import VillageChanged
from village_desk.entry.town.side_by_side import AnswerRow, SideBySide, side_by_side
from village_desk.exchange.packages.deciding import Pair, decide, pairs_in
from village_desk.rules.refusals import Refusal
from village_desk.store.villages.township import newest_packages

_COLUMNS = (("name", 5), ("kind", 5), ("one", 12), ("other", 12), ("decision", 16))
_ANSWERS = (("caption", 9), ("differs", 3), ("one", 22), ("other", 22))
_ROOM_FOR_HISTORIES = 11
"""In rows."""
_HISTORY = (("day", 6), ("kind", 3), ("words", 24))


class PairsPage(WidePage):
    """The pairs above, the undecided first; below what both villages answer, and what each has noted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state = caption_label("")
        self.model: ListModel[Pair] = ListModel(_columns("pairs", _COLUMNS), self._text)
        self.list = ListView(self.model)
        self.answers_model: ListModel[AnswerRow] = ListModel(_columns("pairs", _ANSWERS), _answer_text)
        self.answers = ListView(self.answers_model)
        self.heads = (QLabel(), QLabel())
        self.history_models: tuple[ListModel[MomentRow], ListModel[MomentRow]] = (
            ListModel(_columns("timeline", _HISTORY), lambda row, key: str(getattr(row, key))),
            ListModel(_columns("timeline", _HISTORY), lambda row, key: str(getattr(row, key))),
        )
        self.histories = QWidget()
        self._names: dict[str, str] = {}
        self._build()
        self.own_keys = {"F9": self.decide}
        self.list.row_changed.connect(lambda _: self._show_pair())
        self.list.opened.connect(lambda _: self.decide())
        self.setFocusProxy(self.list)

    @property
    def pair(self) -> Pair | None:
        """The pair in hand."""
        number = self.list.row_in_hand
        return self.model.row(number) if 0 <= number < self.model.rowCount() else None

    def turn_to(self) -> None:
        """Come to the front with the cursor in the list."""
        super().turn_to()
        self.list.setFocus()

    def refresh(self) -> None:
        """Read which persons two villages hold."""
        in_hand = self.pair
        with self.desk.sitting.book.reading() as reading:
            self._names = {code: package.village_name for code, package in newest_packages(reading).items()}
            pairs = pairs_in(reading)
        self.model.set_rows(pairs)
        is_open = [pair.decision is None and not pair.shared.is_move for pair in pairs]
        self.state.setText(say("pairs.state", pairs=len(pairs), undecided=sum(is_open)))
        places = [place for place, pair in enumerate(pairs) if in_hand and pair.id == in_hand.id]
        self.list.take(places[0] if places else 0)
        self._show_pair()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the pairs and their answers come before what the villages have noted."""
        super().resizeEvent(event)
        self.histories.setVisible(self.height() >= _ROOM_FOR_HISTORIES * pixels("row"))

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (("↑↓", say("today.key_move")), ("F9", say("pairs.decide")), ("Ctrl+Z", say("pairs.undo")))

    def decide(self) -> None:
        """Settle where the person in hand belongs, and whoever is in the same two households if wanted."""
        pair, desk = self.pair, self.desk
        if pair is None:
            return
        codes = (pair.shared.one.village_code, pair.shared.other.village_code)
        options = [say("pairs.in", village=self._names[code]) for code in codes]
        asked = question("pairs.where", name=pair.shared.one.name or "")
        place = desk.asker.choose(asked, [*options, say("pairs.two_persons")])
        if place is None:
            return
        stays_in = codes[place] if place < len(codes) else None
        pairs = self._together(pair) if stays_in is not None else [pair]
        reason = desk.asker.ask_text(question("pairs.why"))
        if reason is None:
            return
        sitting = desk.sitting
        try:
            decide(sitting.book, pairs, stays_in, reason, sitting.who, sitting.today)
        except Refusal as refusal:
            desk.refused(refusal)
            return
        sitting.news.tell(VillageChanged())
        desk.frame.tell(say("pairs.decided", count=len(pairs)))

    def _together(self, pair: Pair) -> list[Pair]:
        """The pair, and with it the others of its two households where that is wanted."""
        homes = _homes(pair)
        others = [one for one in self.model.rows if one.decision is None and _homes(one) == homes]
        others = [one for one in others if one.id != pair.id]
        if others and self.desk.asker.confirm(question("pairs.together", count=len(others))):
            return [pair, *others]
        return [pair]

    def _show_pair(self) -> None:
        pair = self.pair
        shown = side_by_side(self.desk.sitting, pair.shared) if pair else None
        self.answers_model.set_rows(shown.answers if shown else ())
        self._show_sides(shown)

    def _show_sides(self, shown: SideBySide | None) -> None:
        for place, side in enumerate((shown.one, shown.other) if shown else (None, None)):
            self.heads[place].setText(f"{side.village}　{side.household}" if side else "")
            self.history_models[place].set_rows(side.history if side else ())

    def _text(self, pair: Pair, key: str) -> str:
        one, other = pair.shared.one, pair.shared.other
        if key == "name":
            return one.name or other.name or ""
        if key == "kind":
            return say("pairs.move" if pair.shared.is_move else "pairs.twice")
        if key == "decision":
            return self._decision_words(pair)
        claim = one if key == "one" else other
        village = self._names.get(claim.village_code, claim.village_code)
        left = say("pairs.left") if claim.has_left else ""
        return say("pairs.claim", village=village, household=claim.household, left=left)

    def _decision_words(self, pair: Pair) -> str:
        if pair.decision is None:
            return say("pairs.open") if not pair.shared.is_move else ""
        waits = pair.waits_for
        return decision_words(pair.decision) + (
            say("pairs.waits", village=self._names[waits]) if waits is not None else ""
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addWidget(self.state)
        column.addWidget(self.list, 4)
        column.addWidget(self.answers, 4)
        views = [ListView(model) for model in self.history_models]
        for view in (self.list, self.answers, *views):
            view.top.horizontalHeader().setStretchLastSection(True)
            view.body.horizontalHeader().setStretchLastSection(True)
        histories = QHBoxLayout(self.histories)
        histories.setContentsMargins(0, 0, 0, 0)
        histories.setSpacing(pixels("gap"))
        for head, view in zip(self.heads, views, strict=True):
            head.setProperty("role", "strong")
            side = QVBoxLayout()
            side.setSpacing(pixels("step"))
            side.addWidget(head)
            side.addWidget(view, 1)
            histories.addLayout(side, 1)
        self.histories.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        column.addWidget(self.histories, 3)


def _homes(pair: Pair) -> frozenset[str]:
    return frozenset((pair.shared.one.household_id, pair.shared.other.household_id))


def _columns(words: str, columns: Sequence[tuple[str, int]]) -> list[Column]:
    return [Column(key, say(f"{words}.{key}"), width=width) for key, width in columns]


def _answer_text(row: AnswerRow, key: str) -> str:
    if key == "differs":
        return say("pairs.other_answer") if row.differs else ""
    return str(getattr(row, key))
