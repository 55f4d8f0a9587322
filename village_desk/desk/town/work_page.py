"""The page 季度跟踪 of a township's book: how far each village is, whom it is to look at, who has no plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.job_steps import steps_of
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label, head_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.town.paper_page import PaperPage, in_hand
from village_desk.entry.keyboard.amount_typing import shown_yuan
from village_desk.entry.news import Event
from village_desk.entry.town.town_work import TownWork, VillageWork, Wanting, WantingRow
from village_desk.rules.months import Quarter, month_words

_VILLAGES = (("name", 5), ("state", 4), ("done", 4), ("overdue", 3), ("candidates", 3), ("planless", 3))
_HOUSEHOLDS = (("group", 3), ("head", 4), ("number", 7), ("words", 12))
_WORDS = frozenset({"name", "state", "group", "head", "number", "words"})
_SPARE = frozenset({"number"})


class WorkPage(PaperPage):
    """The villages with their sums on top; beside them a list of households of the village in hand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.quarter: Quarter = desk.sitting.quarter
        self.work: TownWork | None = None
        self._code = ""
        self.head, self.plans = head_label(""), caption_label("")
        self.model: ListModel[VillageWork] = ListModel(_columns(_VILLAGES), _village_text, _village_sort)
        self.household_model: ListModel[WantingRow] = ListModel(
            _columns(_HOUSEHOLDS), lambda row, key: str(getattr(row, key))
        )
        self.list, self.households = ListView(self.model), ListView(self.household_model)
        self.kinds = Segments([(kind, say(f"town_work.list_{kind}")) for kind in Wanting])
        self._build()
        self._connect()

    @property
    def village(self) -> VillageWork | None:
        """The village in hand."""
        return in_hand(self.list, self.model)

    def turn_to(self) -> None:
        """Come to the front with the cursor where it was."""
        super().turn_to()
        if not self.is_reading:
            self.list.setFocus()

    def turn(self, by: int) -> None:
        """Show another quarter; over a household's sheets another sheet of it."""
        if self.is_reading:
            self.paper.turn_sheet(by)
        else:
            self.quarter = self.quarter.shifted(by)
            self._clear()
            self.refresh()

    def turn_list(self, by: int) -> None:
        """Show the next list of households, or the one before."""
        kinds = list(Wanting)
        self.kinds.choose(kinds[(kinds.index(Wanting(self.kinds.choice)) + by) % len(kinds)])

    def refresh(self) -> None:
        """Look at every village beside the window: one after another, with progress."""
        quarter, sitting = self.quarter, self.desk.sitting
        self.head.setText(say("town_work.of", quarter=quarter.text(), window=quarter.window.text()))
        self.state.setText(say("town_work.looking"))
        self.look_again(
            lambda progress: TownWork(sitting, quarter, steps_of(progress)),
            self._take,
            say("town_work.looking"),
        )

    def concerns(self, event: Event) -> bool:
        """Every figure comes from the book and its settings."""
        return True

    def go_back(self) -> None:
        """One step up: from the household to its list, from there to the villages."""
        if self.is_reading:
            self.stop_reading(self.households)
        else:
            self.go(self.list)

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        if self.is_reading:
            return self.reading_keys()
        turning = (("F8", say("town_work.key_list")),)
        if self.households.body.hasFocus():
            opens = (say("keys.enter"), say("today.key_household"))
            return (opens, *turning, ("Esc", say("today.key_back")))
        quarters = (("F6", say("town_work.quarter_before")), ("F7", say("town_work.quarter_after")))
        return ((say("keys.enter"), say("town_work.key_households")), *turning, *quarters)

    def _take(self, work: TownWork) -> None:
        code, self.work = self._code_in_hand, work
        tracking, screened, plans = work.whole.tracking, work.whole.screened, work.whole.plans
        self.state.setText(
            say(
                "town_work.summary",
                villages=len(work.villages),
                done=tracking.done,
                due=tracking.due,
                due_on=tracking.due_on.isoformat(),
                month=month_words(work.month),
                found=len(screened.candidates),
            )
            + screened.notice()
        )
        self.plans.setText(
            say(
                "town_work.plans",
                year=work.quarter.year,
                planned=shown_yuan(plans.planned),
                due=shown_yuan(plans.due),
                gap=shown_yuan(plans.gap) or "—",
            )
        )
        self.model.set_rows(work.villages)
        self.model.set_sums({key: _village_text(work.whole, key) for key, _ in _VILLAGES})
        places = [place for place, one in enumerate(work.villages) if one.code == code]
        self.list.take(places[0] if places else 0)
        self._show_households()

    @property
    def _code_in_hand(self) -> str:
        """Of the village in hand; of the one that was, while there is none."""
        return self.village.code if self.village else self._code

    def _clear(self) -> None:
        """Show nothing of the quarter that was turned away from, however the look at the other one ends."""
        self._code = self._code_in_hand
        self.model.set_rows(())
        self.model.set_sums({})
        self.plans.clear()
        self._show_households()

    def _show_households(self) -> None:
        village, kind = self.village, Wanting(self.kinds.choice)
        self.household_model.set_rows(village.wanting(kind) if village else ())

    def _open_household(self, number: int) -> None:
        if self.village is not None and self.work is not None:
            household_id = self.household_model.row(number).household_id
            self.read_household(self.village.code, household_id, self.work.quarter)

    def _build(self) -> None:
        for view in (self.list, self.households):
            view.top.horizontalHeader().setStretchLastSection(True)
            view.body.horizontalHeader().setStretchLastSection(True)
        side = QVBoxLayout()
        side.setSpacing(pixels("step"))
        side.addWidget(self.kinds)
        side.addWidget(self.households, 1)
        body = QHBoxLayout(self.lists)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(pixels("gap"))
        body.addWidget(self.list, 7)
        body.addLayout(side, 5)
        self.build(self.head, self.state, self.plans)

    def _connect(self) -> None:
        self.own_keys = {
            "F6": lambda: self.turn(-1),
            "F7": lambda: self.turn(1),
            "F8": lambda: self.turn_list(1),
            "Esc": self.go_back,
        }
        self.list.row_changed.connect(lambda _: self._show_households())
        self.kinds.chosen.connect(lambda _: self._show_households())
        self.list.opened.connect(lambda _: self.go(self.households))
        self.households.opened.connect(self._open_household)


def _columns(columns: Sequence[tuple[str, int]]) -> list[Column]:
    return [
        Column(key, say(f"town_work.{key}"), "", key not in _WORDS, width, key in _SPARE)
        for key, width in columns
    ]


def _village_text(work: VillageWork, key: str) -> str:
    if key == "done":
        return say("town_work.done_of", done=work.tracking.done, due=work.tracking.due)
    if key == "state":
        return work.tracking.state
    return work.name if key == "name" else str(_count(work, key))


def _village_sort(work: VillageWork, key: str) -> object:
    if key in ("name", "state"):
        return _village_text(work, key)
    return _count(work, key)


def _count(work: VillageWork, key: str) -> int:
    counts = {
        "done": work.tracking.done,
        "overdue": len(work.tracking.overdue),
        "candidates": len(work.screened.candidates),
        "planless": work.plans.without_plan,
    }
    return counts[key]
