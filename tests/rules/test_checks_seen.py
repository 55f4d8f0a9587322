"""What a rule says it sees of the ledger is all it sees: other figures elsewhere change nothing it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from tests.rules.check_cases import SETTINGS
from tests.rules.faults.village import FaultyVillage, faulty_village
from tests.rules.households import LAST_DAY, LAST_PERIOD, clean_household, village
from village_desk.rules.checks.answers import ANSWERS, ANSWERS_AT_AN_AGE
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Frame
from village_desk.rules.checks.ledger import Effects
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import member_of
from village_desk.rules.checks.registry import FILED, Filed, Hit, Hits, Lasts
from village_desk.rules.checks.village import VillageFacts
from village_desk.rules.money import Fen
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Person
from village_desk.store.reckoned.findings import HouseholdChecker
from village_desk.store.reckoned.run_rules import RunRules

_BLIND = [known for known in FILED.values() if known.items is not None]
_FOUND_AT_LINES = {"IN32"}
"""Broken in the village by a line, which another rule of the same number looks at."""
_OTHERS = 10
_OTHER: dict[str, Callable[[int], int]] = {
    "nothing": lambda fen: 0,
    "much more": lambda fen: 100 * fen + 7,
    "taken off": lambda fen: -fen,
}


@pytest.fixture(scope="module")
def faulty() -> FaultyVillage:
    """300 families in which every rule is broken twice."""
    return faulty_village(1)


def test_only_rules_that_are_asked_each_quarter_say_what_they_see() -> None:
    assert len(_BLIND) > 60
    assert {known.lasts for known in _BLIND} == {Lasts.QUARTER}


@pytest.mark.parametrize("other", _OTHER.values(), ids=_OTHER)
def test_other_figures_where_a_rule_does_not_look_change_nothing_it_says(
    faulty: FaultyVillage, other: Callable[[int], int]
) -> None:
    run = RunRules(SETTINGS)
    in_village = VillageFacts(run.frame(LAST_PERIOD, LAST_DAY, faulty.earlier))
    in_village.take_up_all(faulty.families)
    for known in _BLIND:
        limits, says = run.specs[known.id].limits, False
        for picture in _broken_by(known.id, faulty):
            hits = _said(known, limits, picture, in_village)
            assert _said(known, limits, _typed_over(picture, known, limits, other), in_village) == hits
            says = says or bool(hits)
        assert says or known.id in _FOUND_AT_LINES


def _broken_by(rule: str, made: FaultyVillage) -> list[HouseholdPicture]:
    """The families that break a rule, and some that may not."""
    broken = [one for one in made.families if rule in made.seeded[one.household.id]]
    return [*broken, *made.families[:_OTHERS]]


def _typed_over(
    picture: HouseholdPicture, known: Filed, limits: Limits, other: Callable[[int], int]
) -> HouseholdPicture:
    lines = [
        one
        if one.amount is None or known.sees([one.item or ""], limits)
        else replace(one, amount=Fen(other(one.amount)))
        for one in picture.lines
    ]
    return replace(picture, lines=tuple(lines))


def _said(known: Filed, limits: Limits, picture: HouseholdPicture, in_village: VillageFacts) -> list[Hit]:
    frame = in_village.frame
    dossier = Dossier(picture, frame.reckoner, Effects(frame.reckoner), frame.as_of)
    facts = HouseholdFacts(dossier, frame, in_village)
    owner = dossier if hasattr(Dossier, known.on) else facts
    return list(known.look(facts, limits)) if getattr(owner, known.on) else []


class _Told:
    """A person who remembers what was looked at."""

    def __init__(self, person: Person, seen: set[str]) -> None:
        self._person, self._seen = person, seen

    def __getattr__(self, name: str) -> object:
        self._seen.add(name)
        return getattr(self._person, name)


class _Alone(NamedTuple):
    """All that a rule may know that looks at one member alone."""

    person: _Told
    age: int | None
    is_healthy: bool


class _OneOnly(NamedTuple):
    """A household of a single member."""

    members: list[_Alone]
    students: list[_Alone]
    workers: list[_Alone]
    frame: Frame


def test_a_rule_that_looks_at_each_member_alone_sees_no_more_than_makes_people_alike(
    faulty: FaultyVillage,
) -> None:
    run, answers = RunRules(SETTINGS), {Lasts.MEMBERS: ANSWERS, Lasts.BIRTHDAY: ANSWERS_AT_AN_AGE}
    frame = run.frame(LAST_PERIOD, LAST_DAY, faulty.earlier)
    alone = [known for known in FILED.values() if known.alone]
    assert len(alone) > 20
    for known in alone:
        says, seen = False, set[str]()
        for picture in _broken_by(known.id, faulty):
            for person in picture.persons:
                member = member_of(person, LAST_DAY)
                told = [_Alone(_Told(person, seen), member.age, member.is_healthy)]
                facts: Any = _OneOnly(told, told if person.schooling else [], told, frame)
                says = says or bool(list(known.look(facts, run.specs[known.id].limits)))
        assert says, "somebody breaks it"
        assert seen <= {*answers[known.lasts]}, known.id


def test_a_household_typed_over_is_judged_as_if_it_were_read_anew(faulty: FaultyVillage) -> None:
    checker = HouseholdChecker(
        village(*faulty.families), SETTINGS, LAST_PERIOD, LAST_DAY, earlier=faulty.earlier
    )
    judged = 0
    for picture in faulty.families[::8]:
        checker.findings(picture)
        for typed_over in _one_by_one(picture):
            found = checker.findings(typed_over)
            assert found == checker.findings(_read_anew(typed_over))
            checker.findings(typed_over)
            judged += len(found)
        checker.findings(_read_anew(picture))
    assert judged > 100


def _one_by_one(picture: HouseholdPicture) -> Iterator[HouseholdPicture]:
    """One line after the other gets another figure, goes, and comes back."""
    for place in range(0, len(picture.lines), 4):
        before, one, after = picture.lines[:place], picture.lines[place], picture.lines[place + 1 :]
        for other in _OTHER.values():
            yield replace(picture, lines=(*before, replace(one, amount=Fen(other(one.amount or 0))), *after))
        yield replace(picture, lines=(*before, *after))
        yield picture


def _read_anew(picture: HouseholdPicture) -> HouseholdPicture:
    return replace(picture, persons=(*picture.persons,))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules asked, as often as they are."""
    heard: list[str] = []

    def listening(known: Filed) -> Filed:
        def look(facts: HouseholdFacts, limits: Limits) -> Hits:
            heard.append(known.id)
            return known.look(facts, limits)

        return replace(known, look=look)

    for rule_id, known in list(FILED.items()):
        monkeypatch.setitem(FILED, rule_id, listening(known))
    return heard


def test_a_rule_that_does_not_see_the_line_is_not_asked_again(asked: list[str]) -> None:
    wages, *others = clean_household(1).lines
    home = clean_household(1)
    assert (wages.item or "").startswith("G")
    checker = HouseholdChecker(village(home), SETTINGS, LAST_PERIOD, LAST_DAY)
    first = checker.findings(home)
    whole = set(asked)
    asked.clear()
    again = checker.findings(replace(home, lines=(replace(wages, amount=Fen(800_100)), *others)))
    assert {"IN16", "PL01", "ED03"} <= whole - set(asked)
    assert {"IN03", "WK01"} <= set(asked)
    assert len(asked) * 2 < len(whole)
    kept = [one for one in again if one.rule not in asked]
    assert all(any(one is before for before in first) for one in kept)
