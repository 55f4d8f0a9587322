"""A household on the right of a page: who it is and where it stands above, its tabs below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from village_desk.definitions.words import say
from village_desk.desk.bars import ShortLabel
from village_desk.desk.fields.finding_column import PanelFinding
from village_desk.desk.household.household_tab import HouseholdTab
from village_desk.desk.look import pixels, set_role
from village_desk.desk.page import PLAN, Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.village_checker import VillageChecker, panel_finding, place_of
from village_desk.entry.keyboard.amount_typing import grouped
from village_desk.entry.parts import lent_words
from village_desk.rules.money import Fen
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on

if TYPE_CHECKING:
    from village_desk.store.reckoned.findings import Finding


def _why(finding: Finding, place: str) -> tuple[str, str]:
    """The rule behind a finding, with what to do, a worked example of the field, and the rule's source."""
    from village_desk.definitions.checks import rule_specs  # with all rules: the first list is shown without
    from village_desk.entry.explaining import example_of, source_of

    lines = [say("households.why_advice", message=finding.message, advice=finding.advice)]
    lines += example_of(place)
    spec = rule_specs().get(finding.rule)
    if spec is not None:
        lines.append(say("households.why_source", source=source_of(spec)))
    return say("households.why_rule", rule=finding.rule, title=finding.title), "\n".join(lines)


_SOON_MS = 20
TabMaker = Callable[[], HouseholdTab]


class HouseholdTabs(QWidget):
    """Header and tabs; only the tab in front reads the book.

    Signals:
        keys_changed: Other keys work now.
    """

    keys_changed = Signal()

    def __init__(self, desk: Desk, tabs: Mapping[str, tuple[str, TabMaker]], checker: VillageChecker) -> None:
        super().__init__()
        self.setAutoFillBackground(True)  # as each of its tabs
        self.desk = desk
        self.checker = checker
        self.household_id = ""
        self.findings: Sequence[Finding] = ()
        self._marked: list[tuple[Finding, PanelFinding]] = []
        self._waits_for_paint = False
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._read_now)
        self._makers = {key: make for key, (_, make) in tabs.items()}
        self._tabs: dict[str, HouseholdTab] = {}
        self._places: dict[str, QWidget] = {}
        self._rooms: dict[str, QVBoxLayout] = {}
        self.lent = caption_label("")
        """Why the household is only read here; hidden while it is written."""
        self.name, self.facts, self.money = ShortLabel(), ShortLabel(), ShortLabel(ground="paper")
        self.tabs = QTabWidget()
        self._build([word for word, _ in tabs.values()])
        self.tabs.currentChanged.connect(self._turn)
        self.checker.ready.connect(self._check)
        keys: dict[str, Callable[[], object]] = {}
        for place, key in enumerate(self._makers, 1):
            keys[f"Alt+{place}"] = partial(self.open_tab, key)
        self.tab_keys = keys
        """Keys that open the tabs: the page takes them, so that they work in its list too."""

    @property
    def tab_in_hand(self) -> HouseholdTab:
        """The tab in front."""
        return self.tab(self._key_in_front)

    @property
    def is_made(self) -> bool:
        """The tab in front has been made."""
        return self._key_in_front in self._tabs

    @property
    def _key_in_front(self) -> str:
        return list(self._makers)[self.tabs.currentIndex()]

    def tab(self, key: str) -> HouseholdTab:
        """A tab by key, made now if it was not yet: the first page is there sooner without the others.

        Raises:
            KeyError: There is no such tab.
        """
        if key not in self._tabs:
            tab = self._makers[key]()
            tab.keys_changed.connect(self.keys_changed)
            tab.show_household(self.household_id)
            self._rooms[key].addWidget(tab)
            self._tabs[key] = tab
        return self._tabs[key]

    def show_household(self, household_id: str) -> None:
        """Turn to a household; the tab in front stays in front."""
        if household_id != self.household_id:
            self.commit()
        self._take(household_id)
        self.refresh()

    def show_household_soon(self, household_id: str) -> None:
        """Turn to a household and read it a moment later, when what is beside it has been painted."""
        self._take(household_id)
        self._waits_for_paint = True
        self.update()

    def _take(self, household_id: str) -> None:
        self.household_id = self.desk.sitting.household_in_hand = household_id
        for tab in self._tabs.values():
            tab.show_household(household_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Read what was turned to once this much of the page is on the screen."""
        super().paintEvent(event)
        if self._waits_for_paint and not self._soon.isActive():
            self._soon.start()

    def _read_now(self) -> None:
        self.refresh()
        self.keys_changed.emit()

    def refresh(self, *, is_own: bool = False) -> None:
        """Read the household anew; after a deed of its own nothing in the tab in front moves."""
        self._soon.stop()
        self._waits_for_paint = False
        if not self.household_id:
            return
        in_front = self.tab_in_hand
        again = is_own and not in_front.is_stale
        for tab in self._tabs.values():
            tab.is_stale = True
        if again:
            in_front.is_stale = False
            in_front.read_again()
        else:
            self._read_tab()
        self._show_head()
        self._check()

    def open_tab(self, key: str, field: str = "", person_id: str = "") -> None:
        """Bring a tab to the front and put the cursor into it."""
        if key not in self._makers or not self.household_id:
            return
        self.commit()
        tab = self.tab(key)
        self.tabs.setCurrentWidget(self._places[key])
        self._read_tab()
        tab.take_focus(field, person_id)

    def go_to_finding(self, key: str) -> None:
        """Put the cursor where a finding of the panel leads."""
        tab, field, person_id = place_of(key)
        if tab == PLAN:
            self.desk.open_household(self.household_id, tab, field)
        else:
            self.open_tab(tab, field, person_id)

    def commit(self) -> None:
        """Take the answer under the cursor."""
        in_front = self._tabs.get(self._key_in_front)
        if self.household_id and in_front is not None:
            in_front.commit()

    def explain(self) -> None:
        """F1: the finding at the field in hand, else the field, with example, rule and source."""
        from village_desk.entry.explaining import explained

        self.tab_in_hand.explain()
        panel, place = self.desk.frame.panel, self.tab_in_hand.field_in_hand()
        field, person_id = self.tab_in_hand.place_in_hand()
        for finding in self.findings:
            if finding.field == field and (finding.person_id or "") in ("", person_id):
                panel.show_help(*_why(finding, place))
                return
        label, text = explained(place)
        if text:
            panel.show_help(label, text)

    def _build(self, words: Sequence[str]) -> None:
        self.name.setProperty("role", "head")
        self.facts.setProperty("role", "caption")
        self.money.setProperty("role", "strong")
        self.money.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.facts.setSizePolicy(
            self.facts.sizePolicy().Policy.Expanding, self.facts.sizePolicy().Policy.Preferred
        )
        head = QHBoxLayout()
        head.setContentsMargins(pixels("margin"), pixels("step"), pixels("margin"), 0)
        head.setSpacing(pixels("gap"))
        head.addWidget(self.name)
        head.addWidget(self.facts, 1)
        head.addWidget(self.money)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self.lent.setProperty("role", "doubt")
        self.lent.setContentsMargins(pixels("margin"), 0, pixels("margin"), 0)
        self.lent.hide()
        column.addWidget(self.lent)
        column.addWidget(self.tabs, 1)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        for word, key in zip(words, self._makers, strict=True):
            place = QWidget()
            inside = QVBoxLayout(place)
            inside.setContentsMargins(0, 0, 0, 0)
            self._places[key], self._rooms[key] = place, inside
            self.tabs.addTab(place, word)

    def _turn(self, _: int) -> None:
        self._read_tab()
        self._mark()
        self.keys_changed.emit()

    def _read_tab(self) -> None:
        tab = self.tab_in_hand
        if tab.is_stale and self.household_id:
            tab.is_stale = False
            tab.read()

    def _show_head(self) -> None:
        sitting = self.desk.sitting
        picture = sitting.picture(self.household_id)
        if picture is None:
            return
        self.name.setText(picture.household.head_name or say("households.no_name"))
        self.facts.setText(self._facts_of(picture))
        self.lent.setText(lent_words(sitting, self.household_id))
        self.lent.setVisible(bool(self.lent.text()))
        income = sitting.income(picture, sitting.year_window)
        line = sitting.settings.line_for(sitting.year)
        self._show_money(income.per_capita, line)

    def _facts_of(self, picture: HouseholdPicture) -> str:
        household = picture.household
        count = sum(is_member_on(person, self.desk.sitting.today) for person in picture.persons)
        parts = (
            household.number,
            household.group,
            say("households.members", count=count),
            household.household_class,
            household.monitoring_class,
        )
        return " · ".join(part for part in parts if part)

    def _show_money(self, per_head: Fen | None, line: Fen | None) -> None:
        parts = [
            say("households.per_head", amount=grouped(per_head))
            if per_head is not None
            else say("households.no_per_head")
        ]
        gap = per_head - line if per_head is not None and line is not None else None
        if line is None:
            parts.append(say("households.no_line"))
        elif gap is not None:
            key = "above" if gap >= 0 else "below"
            parts.append(say(f"households.{key}", amount=grouped(Fen(abs(gap)))))
        self.money.setText("，".join(parts))
        set_role(self.money, "short-of" if gap is not None and gap < 0 else "strong")

    def _check(self) -> None:
        if not self.household_id or not self.isVisible():
            return
        picture = self.desk.sitting.picture(self.household_id)
        self.findings = self.checker.found(picture) if picture is not None else ()
        self._mark()

    def _mark(self) -> None:
        if self.household_id:
            panel = self.desk.frame.panel
            if self.checker.is_ready:
                known = {id(finding): shown for finding, shown in self._marked}
                self._marked = [(one, known.get(id(one)) or panel_finding(one)) for one in self.findings]
                panel.show_findings([shown for _, shown in self._marked])
            else:
                panel.show_checking()
            self.tab_in_hand.show_found(self.findings)
