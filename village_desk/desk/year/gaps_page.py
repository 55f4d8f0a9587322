"""目标差距: the target per head worked back to each household; another target changes list and sums."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from village_desk.definitions.words import say
from village_desk.desk.jobs import Job
from village_desk.desk.look import pixels
from village_desk.desk.page import Desk
from village_desk.desk.page_switch import PLANS, PageSwitch
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.segments import Segments
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.wide_page import WidePage
from village_desk.entry.asking import question
from village_desk.entry.keyboard.amount_typing import shown_yuan
from village_desk.entry.news import Event
from village_desk.entry.records.target_gaps import (
    AskedTarget,
    GapRow,
    VillageGaps,
    stated_target,
    tried_target,
    village_gaps,
)
from village_desk.entry.stills import still_of
from village_desk.rules.money import Fen
from village_desk.rules.refusals import Refusal
from village_desk.rules.target_gaps import Reach

_COLUMNS = (
    *(("head", 5), ("group", 5), ("persons", 4), ("per_head", 7)),
    *(("gap", 8), ("planned", 7), ("left", 7), ("reach", 8)),
)
_FIGURES = frozenset({"persons", "per_head", "gap", "planned", "left"})
_ALL = "all"


class GapsPage(WidePage):
    """One row for each household that the target is asked of; Enter opens its plan."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.switch = PageSwitch(desk, PLANS, "target_gaps")
        self.head, self.sums = caption_label(""), caption_label("")
        self.shown = Segments([(key, say(f"gaps.{key}")) for key in (_ALL, *Reach)])
        self.model: ListModel[GapRow] = ListModel(
            [Column(key, say(f"gaps.{key}"), "", key in _FIGURES, width) for key, width in _COLUMNS],
            _text,
            _sorted_by,
        )
        self.list = ListView(self.model)
        self.target: AskedTarget | None = None
        """What was typed; None goes by the policy's."""
        self.gaps: VillageGaps | None = None
        self._job: Job[VillageGaps | None] | None = None
        self._build()
        self.own_keys = {
            "F9": self.switch.turn_on,
            "Ctrl+T": self.ask_target,
        }
        add_keys(self, {"Alt+Left": lambda: self.turn_filter(-1), "Alt+Right": lambda: self.turn_filter(+1)})
        self.shown.chosen.connect(lambda _: self._fill())
        self.list.opened.connect(self._open)
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        """Reckon anew beside the window."""
        if self._job is not None:
            self._job.cancel()
        sitting = self.desk.sitting
        year, typed = sitting.year, self.target

        def work(_: object) -> VillageGaps | None:
            target = typed or stated_target(sitting, year)
            return None if target is None else village_gaps(sitting, still_of(sitting), year, target)

        self._job = self.desk.frame.in_background(work, self._take, self.failed, title=say("gaps.reckoning"))

    def concerns(self, event: Event) -> bool:
        """Every figure comes from the book and its settings."""
        return True

    def bottom_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here."""
        return (
            ("F9", say("plans_of_year.plans")),
            ("Ctrl+T", say("gaps.key_target")),
            ("Alt+←→", say("gaps.key_shown")),
            (say("keys.enter"), say("gaps.key_plan")),
        )

    def turn_filter(self, by: int) -> None:
        """Go on to the next or the last kind of household."""
        names = [_ALL, *(reach.value for reach in Reach)]
        self.shown.choose(names[(names.index(self.shown.choice) + by) % len(names)])

    def ask_target(self) -> None:
        """Ask for another target; blank goes back to the policy's. Nothing is kept."""
        known = self.gaps.target if self.gaps else None
        initial = shown_yuan(known.yuan) if known else ""
        text = self.desk.asker.ask_text(question("gaps.ask_target"), initial=initial)
        if text is None:
            return
        try:
            self.target = tried_target(known, text) if text.strip() else None
        except Refusal as refusal:
            self.desk.refused(refusal)
            return
        self.refresh()

    def _take(self, gaps: VillageGaps | None) -> None:
        self._job = None
        if self._has_left:
            return
        self.gaps = gaps
        self.head.setText(_head_words(gaps, self.desk.sitting.year))
        self.sums.setText(_sums_words(gaps))
        self._fill()

    def _fill(self) -> None:
        rows = self.gaps.rows if self.gaps else ()
        in_hand = self.list.row_in_hand
        wanted = [row for row in rows if self.shown.choice in (_ALL, row.gap.reach.value)]
        sums: dict[str, Fen | int] = {
            "persons": sum(row.gap.persons for row in wanted),
            "gap": Fen(sum(row.gap.lacking for row in wanted)),
            "planned": Fen(sum(row.planned for row in wanted)),
            "left": Fen(sum(row.left for row in wanted)),
        }
        words = {key: str(sum_) if key == "persons" else shown_yuan(Fen(sum_)) for key, sum_ in sums.items()}
        self.model.set_sums({"head": say("plans.sum", count=len(wanted)), **words})
        self.model.set_rows(wanted)
        self.list.take(min(max(in_hand, 0), len(wanted) - 1))

    def _open(self, number: int) -> None:
        self.desk.open_household(self.model.row(number).gap.picture.household.id, "plan", "")

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(pixels("gap"))
        top.addWidget(self.switch)
        top.addWidget(self.head, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(pixels("margin"), pixels("gap"), pixels("margin"), pixels("gap"))
        column.setSpacing(pixels("step"))
        column.addLayout(top)
        column.addWidget(self.sums)
        column.addWidget(self.shown)
        column.addWidget(self.list, 1)


def _head_words(gaps: VillageGaps | None, year: int) -> str:
    if gaps is None:
        return say("gaps.no_target", year=year)
    return say(
        "gaps.of",
        target=shown_yuan(gaps.target.yuan),
        group=say(f"groups.{gaps.target.group.value}"),
        source=gaps.target.source,
        window=gaps.window.text(),
    )


def _sums_words(gaps: VillageGaps | None) -> str:
    if gaps is None:
        return ""
    kinds = (
        say(
            "gaps.kind",
            kind=say(f"gaps.{reach.value}"),
            households=sums.households,
            persons=sums.persons,
            lacking=say("gaps.lacking", yuan=shown_yuan(sums.lacking)) if sums.lacking else "",
        )
        for reach, sums in gaps.sums.items()
        if sums.households
    )
    mean = say(
        "gaps.mean",
        per_head=shown_yuan(gaps.mean.per_head) or "—",
        lacking=shown_yuan(gaps.mean.lacking) if gaps.mean.lacking else say("gaps.nothing"),
    )
    return "　".join((*kinds, mean))


def _text(row: GapRow, key: str) -> str:
    gap = row.gap
    household = gap.picture.household
    words = {
        "head": household.head_name or household.number or say("findings.no_head"),
        "group": household.group or "",
        "persons": str(gap.persons),
        "per_head": shown_yuan(gap.per_head),
        "gap": shown_yuan(gap.gap if gap.gap is not None and gap.gap > 0 else None),
        "planned": shown_yuan(row.planned or None),
        "left": shown_yuan(row.left or None),
        "reach": say(f"gaps.{gap.reach.value}"),
    }
    return words[key]


def _sorted_by(row: GapRow, key: str) -> object:
    known: dict[str, object] = {
        "persons": row.gap.persons,
        "per_head": row.gap.per_head,
        "gap": row.gap.gap,
        "planned": row.planned,
        "left": row.left,
    }
    return known[key] if key in known else _text(row, key)
