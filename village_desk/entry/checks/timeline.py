"""A household's timeline in words: moments, income by quarter, and why income per head changed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from village_desk.definitions.checks import rule_specs
from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.screens import Kind, screen
from village_desk.definitions.words import say
from village_desk.entry.checks.screening import change_words, signed
from village_desk.entry.keyboard.amount_typing import grouped
from village_desk.entry.sitting import Sitting
from village_desk.rules.exchange_records import Decision
from village_desk.rules.figures import parts_of
from village_desk.rules.followup_records import Event, Problem, Procedure, Sweep, Verdict
from village_desk.rules.income_split import split_change
from village_desk.rules.months import quarter_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Visit
from village_desk.rules.support_records import Measure
from village_desk.rules.timeline import Moment, moments, quarters_of

_SEPARATOR = " · "
QUARTERS = 8
"""So many quarters are drawn: this year's and the last's."""


class QuarterRow(Struct, frozen=True):
    """One quarter's income: its name, the four parts in fen and their sum in words."""

    name: str
    parts: tuple[int, ...]
    net: str


class MomentRow(Struct, frozen=True):
    """One line of the timeline."""

    day: str
    kind: str
    words: str


class Timeline(Struct, frozen=True):
    """All that the tab shows of a household."""

    quarters: tuple[QuarterRow, ...]
    change_title: str
    change: tuple[str, ...]
    moments: tuple[MomentRow, ...]


def timeline(sitting: Sitting, picture: HouseholdPicture) -> Timeline:
    """A household's timeline up to the quarter in hand, its income under the book's 口径."""
    title, change = _change(sitting, picture)
    with sitting.book.reading() as reading:
        decisions = reading.all(Decision)
    return Timeline(_quarters(sitting, picture), title, change, moment_rows(picture, decisions))


def _quarters(sitting: Sitting, picture: HouseholdPicture) -> tuple[QuarterRow, ...]:
    rows = []
    mode = sitting.settings.year_mode
    for period in quarters_of(picture, sitting.reckoner, sitting.quarter, QUARTERS):
        quarter = quarter_of(period.window.first, mode)
        net = period.amount("net")
        shown = grouped(net) if net is not None else say("timeline.nothing")
        parts = tuple(max(0, part) for part in parts_of(period.income))
        rows.append(
            QuarterRow(say("timeline.quarter", year=quarter.year, number=quarter.number), parts, shown)
        )
    return tuple(rows)


def _change(sitting: Sitting, picture: HouseholdPicture) -> tuple[str, tuple[str, ...]]:
    now = sitting.quarter.year_so_far
    split = split_change(picture, sitting.reckoner, now, now.year_earlier())
    if split is None:
        return say("timeline.change"), (say("timeline.no_change"),)
    head = say(
        "timeline.changed",
        months=now.text(),
        now=grouped(split.now),
        before=grouped(split.before),
        difference=signed(split.difference),
    )
    return say("timeline.change"), (head, *change_words(split))


def moment_rows(picture: HouseholdPicture, decisions: Sequence[Decision] = ()) -> tuple[MomentRow, ...]:
    """Everything of a household that has a day, in words, with what the township decided of its members."""
    steps = [field.key for field in screen("procedure").fields if field.kind is Kind.DAY]
    return tuple(
        MomentRow(_day(one), one.kind.value, _SEPARATOR.join(filter(None, _parts(one, picture))))
        for one in moments(picture, steps, decisions)
    )


def _day(one: Moment) -> str:
    if one.key:
        return f"{one.on:%Y-%m}" if one.key == "started" else f"{one.on:%Y-%m-%d}"
    if isinstance(one.record, Measure):
        return f"{one.on:%Y}"
    return f"{one.on:%Y-%m}"


def _parts(one: Moment, picture: HouseholdPicture) -> tuple[str | None, ...]:
    """What is said of a moment, in order; blanks are left out."""
    match one.record:
        case Event() as event:
            return _name(picture, event.person_id), event.kind, event.description
        case Visit() as visit:
            return visit.way, visit.visitor_1, visit.visitor_2, visit.judgement, visit.fall_cause
        case Sweep() as sweep:
            return sweep.sweeper, sweep.found, sweep.opinion, sweep.handling
        case Measure() as measure:
            known = measure_catalogue().get(measure.measure or "")
            label = known.label if known else measure.measure
            return _name(picture, measure.person_id), label, measure.content, measure.state
        case Procedure() as procedure:
            return procedure.kind, screen("procedure").field(one.key).label.removesuffix(
                say("procedures.day")
            )
        case Verdict() | Problem() | Decision() as told:
            return _told(told, picture, is_closed=one.key == "closed_on")


def _decided(picture: HouseholdPicture, decision: Decision) -> tuple[str | None, ...]:
    name = _name(picture, decision.one_person) or _name(picture, decision.other_person)
    return name, decision_words(decision)


def decision_words(decision: Decision) -> str:
    """What the township has decided, and why."""
    if decision.stays_in is None:
        both = (decision.one_name, decision.other_name)
        return say("decisions.two", villages="、".join(both), reason=decision.reason)
    is_one = decision.stays_in == decision.one_village
    name = decision.one_name if is_one else decision.other_name
    return say("decisions.stays_in", village=name, reason=decision.reason)


def _told(
    record: Verdict | Problem | Decision, picture: HouseholdPicture, *, is_closed: bool
) -> tuple[str | None, ...]:
    if isinstance(record, Decision):
        return _decided(picture, record)
    if isinstance(record, Problem):
        return _problem(record, picture, is_closed=is_closed)
    verdict = record
    spec = rule_specs().get(verdict.rule)
    title = spec.title if spec else verdict.rule
    said = (verdict.state, verdict.reason_kind, verdict.reason, verdict.said_by)
    return (_name(picture, verdict.person_id), title, *said)


def _problem(problem: Problem, picture: HouseholdPicture, *, is_closed: bool) -> tuple[str | None, ...]:
    name = _name(picture, problem.person_id)
    if not is_closed:
        return name, problem.title, problem.source, problem.shown_value
    closed = say("timeline.closed", answer=problem.answer or "")
    return name, problem.title, closed, problem.done, problem.closed_by


def _name(picture: HouseholdPicture, person_id: str | None) -> str | None:
    person = picture.person(person_id)
    return person.name if person else None
