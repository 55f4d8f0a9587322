"""The cards of the first page: visits, checks, the line, and what comes next."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from village_desk.definitions.words import say
from village_desk.desk.bars import ShortLabel
from village_desk.desk.fields.editor import LEVEL_ICONS, LEVEL_INKS
from village_desk.desk.look import pixels
from village_desk.desk.parts.figure import Figure, sign
from village_desk.desk.parts.figure_card import FigureCard
from village_desk.desk.parts.small_bars import ShareBar
from village_desk.desk.village_checker import LEVELS
from village_desk.entry.quarter.duties import NextDuty, quarter_words
from village_desk.entry.quarter.quarter_entry import NEXT_STEP
from village_desk.entry.quarter.today import DUTY, GROUP, GROUPS_SHOWN, OTHERS, OVERDUE, GroupToday, Today
from village_desk.entry.quarter.today_findings import FindingsToday
from village_desk.rules.money import yuan_text
from village_desk.rules.months import Month, month_of

FINDINGS = "findings:"
"""How the key of a figure of the checks begins; its level follows."""


class TrackingCard(FigureCard):
    """The quarter's visits: how many are done, and which 小组 has most still open."""

    def __init__(self) -> None:
        super().__init__("")
        self.go_on = QPushButton(say("today.go_on"))
        self.go_on.setAutoDefault(True)
        self.bar = ShareBar()
        top = QHBoxLayout()
        top.addWidget(self.make_figure("all", say("today.tracked"), is_main=True), 1)
        top.addWidget(self.go_on)
        self.body.addLayout(top)
        self.inset(self.bar)
        self.overdue = self.add_figure(OVERDUE, "", sign("alert-triangle", "wheat"))
        line = QHBoxLayout()
        line.setContentsMargins(pixels("step"), 0, 0, 0)
        self.state, self.step = ShortLabel(), QPushButton()
        self.state.setProperty("role", "caption")
        self.step.setAutoDefault(True)
        line.addWidget(self.state, 1)
        line.addWidget(self.step)
        self.body.addLayout(line)
        self._groups = [self.add_figure("", "") for _ in range(GROUPS_SHOWN)]
        self.others = self.add_figure(OTHERS, "")
        self.body.addStretch(1)
        for unknown in (self.overdue, self.step, *self._groups, self.others):
            unknown.hide()

    def show_today(self, today: Today) -> None:
        """Show how far the visits are."""
        done, of_all = len(today.of("tracked")), len(today.rows)
        self.title.setText(say("today.tracking", quarter=quarter_words(today.quarter)))
        self.figure("all").show_value(say("today.of", count=done, all=of_all))
        self.bar.show_share(done, of_all)
        self.state.setText(_state_of(today, of_all - done))
        self.step.setText(say(f"today.step_{NEXT_STEP[today.state]}"))
        self.step.show()
        overdue = len(today.of(OVERDUE))
        self.overdue.setVisible(overdue > 0)
        self.overdue.show_label(say("today.overdue", day=_day(today.visits_due_on)))
        self.overdue.show_value(say("today.households", count=overdue))
        for place, figure in enumerate(self._groups):
            figure.setVisible(place < len(today.groups))
            if place < len(today.groups):
                _show_group(figure, today.groups[place])
        rest = today.groups[GROUPS_SHOWN:]
        self.others.setVisible(bool(rest))
        self.others.show_label(say("today.other_groups", count=len(rest)))
        self.others.show_value(
            say("today.of", count=sum(one.done for one in rest), all=sum(one.all for one in rest))
        )


class CheckCard(FigureCard):
    """The open findings by level, and when they were counted."""

    def __init__(self) -> None:
        super().__init__(say("today.check"))
        for level, name in LEVELS.items():
            self.add_figure(FINDINGS + level, level, sign(LEVEL_ICONS[name], LEVEL_INKS[name]), is_main=True)
        self.state = self.add_line()
        self.body.addStretch(1)
        self.state.setText(say("today.not_checked"))

    def show_findings(self, findings: FindingsToday) -> None:
        """Show the counts."""
        for one in findings.levels:
            self.figure(FINDINGS + one.level).show_value(say("today.findings", count=one.count))
        time = f"{findings.at:%H:%M}"
        self.state.setText(say("today.checked_at", time=time, count=findings.households))

    def show_running(self, done: int, of_all: int) -> None:
        """Say that the counts are being made; those before stay."""
        words = say("today.checking_count", done=done, total=of_all) if of_all else say("today.checking")
        self.state.setText(words)


class LineCard(FigureCard):
    """Who is under the line and who is near it, over the twelve months to the quarter's end.

    Signals:
        settings_wanted: The line is to be stated.
    """

    settings_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.add_figure("under", say("today.under"), sign("alert-octagon", "cinnabar"), is_main=True)
        self.add_figure("near", "", sign("alert-triangle", "wheat"), is_main=True)
        self.none = self.add_line("doubt")
        self.why = self.add_line()
        self.none.setText(say("today.line_none"))
        self.why.setText(say("today.line_why"))
        self.state_line = QPushButton(say("today.line_set"))
        self.state_line.setAutoDefault(True)
        self.state_line.clicked.connect(self.settings_wanted)
        row = QHBoxLayout()
        row.setContentsMargins(pixels("step"), 0, pixels("step"), 0)
        row.addWidget(self.state_line)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add_figure("unknown", say("today.unknown"), sign("help", "ink-2"))
        self.window_line = self.add_line()
        self.body.addStretch(1)
        for unknown in (self.figure("near"), self.none, self.why, self.state_line):
            unknown.hide()

    def show_today(self, today: Today) -> None:
        """Show the counts, or that nobody has stated a line."""
        has_line = today.line is not None
        line = yuan_text(today.line).removesuffix(".00")
        self.title.setText(say("today.line", line=line) if has_line else say("today.line_unsaid"))
        for widget in (self.figure("under"), self.figure("near")):
            widget.setVisible(has_line)
        for other in (self.none, self.why, self.state_line):
            other.setVisible(not has_line)
        self.figure("near").show_label(say("today.near", percent=today.near_percent))
        for key in ("under", "near", "unknown"):
            self.figure(key).show_value(say("today.households", count=len(today.of(key))))
        self.window_line.setText(say("today.line_window", window=today.rolling.text()))


class DutiesCard(FigureCard):
    """What this month and the next ask for, by when and to what end; what is left undone comes first."""

    def __init__(self) -> None:
        super().__init__(say("today.duties"))
        self._shown: list[QWidget] = []
        self._duties: tuple[NextDuty, ...] = ()
        self.meet = QPushButton(say("today.meet"))
        self.meet.setAutoDefault(True)
        self.body.addWidget(self.meet, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addStretch(1)

    def show_today(self, today: Today) -> None:
        """Show the duties by month."""
        if self._duties == today.duties:
            return
        self._duties = today.duties
        self.figures = []
        for line in self._shown:
            line.hide()
            line.deleteLater()
        self._shown = []
        month = None
        for place, duty in enumerate(today.duties):
            if duty.month != month:
                month = duty.month
                head = QLabel(_month_words(month, month_of(today.day)))
                head.setProperty("role", "strong")
                head.setContentsMargins(pixels("step"), pixels("half-step"), pixels("step"), 0)
                self._add(head)
            due = _due(duty, today.day)
            if duty.of:
                figure = self.make_figure(f"{DUTY}{place}", duty.task)
                figure.show_value(say("today.duty_left", count=len(duty.owing)) if duty.owing else "", due)
                figure.setToolTip(f"{duty.task} · {_day(duty.due_on)} · {duty.output}")
                self._add(figure)
            else:
                self._add(_Line(duty.task, f"{due} · {duty.output}"))

    def _add(self, line: QWidget) -> None:
        self.body.insertWidget(len(self._shown), line)
        self._shown.append(line)


def _month_words(month: Month, here: Month) -> str:
    key = "last_month" if month < here else "next_month" if month > here else "this_month"
    return say(f"today.{key}", month=month % 100)


class _Line(QWidget):
    """A duty on the left, its paper on the right; the paper gives way first."""

    def __init__(self, task: str, output: str) -> None:
        super().__init__()
        left, right = ShortLabel(), ShortLabel()
        left.setText(task)
        right.setText(output)
        right.setProperty("role", "caption")
        right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        right.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        left.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels("step"), 0, pixels("step"), 0)
        row.addWidget(left)
        row.addWidget(right, 1)


def _show_group(figure: Figure, group: GroupToday) -> None:
    figure.key = GROUP + group.name
    figure.show_label(group.name or say("today.no_group"))
    figure.show_value(say("today.of", count=group.done, all=group.all))


def _state_of(today: Today, still_open: int) -> str:
    if not still_open:
        words = say("today.all_done")
    elif today.is_quarter_over:
        words = say("today.over", count=still_open)
    else:
        words = say("today.running", count=still_open)
    return say("today.quarter_state", state=today.state, words=words)


def _due(duty: NextDuty, day: date) -> str:
    if duty.is_done:
        return say("today.duty_done")
    if duty.is_overdue(day):
        return say("today.duty_overdue")
    if month_of(duty.due_on) == duty.month:
        return say("today.duty_due", day=say("today.day_of_month", day=duty.due_on.day))
    return say("today.duty_due", day=_day(duty.due_on))


def _day(day: date) -> str:
    return say("today.day", month=day.month, day=day.day)
