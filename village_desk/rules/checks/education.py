"""Checks of schooling (domain.md 3.3): ages are those on the first day of the school year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from village_desk.rules.checks.conditions import has_lines_of, in_some_quarter
from village_desk.rules.checks.dossier import Dossier
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.limits import Limits
from village_desk.rules.checks.members import Member
from village_desk.rules.checks.registry import Hit, Lasts, check
from village_desk.rules.checks.span import Span
from village_desk.rules.months import age_on


def _may_be_at_school(dossier: Dossier, limits: Limits) -> bool:
    if isinstance(dossier, Span) and not dossier.begins_below(limits.number("age_to") + 2):
        return False
    finished = limits.words("finished")
    return any([not p.schooling and p.education not in finished for p in dossier.picture.persons])


@has_lines_of("items").or_if
def _is_in_scheme(dossier: Dossier, limits: Limits) -> bool:
    return bool(dossier.picture.household.education_help)


def _has_pupil_of(dossier: Dossier, limits: Limits) -> bool:
    grades = limits.starts("grades")
    return any(person.schooling and person.schooling.startswith(grades) for person in dossier.picture.persons)


def _has_pupil_in(dossier: Dossier, limits: Limits) -> bool:
    return any(person.schooling in limits.words("grades") for person in dossier.picture.persons)


def _has_student_or_is_older(dossier: Dossier, limits: Limits) -> bool:
    if not isinstance(dossier, Span):
        return True
    grades, age = limits.starts("grades") + limits.starts("master"), limits.number("age_to")
    last_day = dossier.course.last_day
    students = [member for member in dossier.everybody if member.person.schooling]
    return any(
        _grade(student).startswith(grades) or (student.born and age_on(student.born, last_day) > age)
        for student in students
    )


@in_some_quarter
def _knows_grades_before(span: Span, limits: Limits) -> bool:
    return span.course.knows_schooling


@check("ED01", on="students", lasts=Lasts.MEMBERS, alone=True)
def finished_and_at_school(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """文化程度 and 在校生状况 are both filled (ED01; county 3_01_003)."""
    for member in facts.students:
        if member.person.education:
            yield Hit(member.person, {"education": member.person.education, "schooling": _grade(member)})


@check("ED02", on="members", lasts=Lasts.MEMBERS, alone=True)
def nothing_on_schooling(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Nothing is said of schooling at all (ED02; county 3_01_002)."""
    for member in facts.members:
        person = member.person
        if not (person.education or person.schooling or person.dropout_reason):
            yield Hit(person, {})


@check("ED03", on="members", when=_may_be_at_school, items=())
def child_out_of_school(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A child of school age is not at school and no reason is given (ED03; county 1_02_005)."""
    for member in facts.members:
        person = member.person
        if (
            person.schooling
            or person.dropout_reason
            or member.age is None
            or not limits.number("age_from") <= member.age <= limits.number("age_to") + 1
            or person.education in limits.words("finished")
        ):
            continue
        age = _school_age(facts, member, limits)
        if limits.number("age_from") <= age <= limits.number("age_to"):
            yield Hit(person, {"age": age})


@check("ED04", on="members", lasts=Lasts.MEMBERS, alone=True)
def healthy_but_ill_for_school(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Illness keeps a child from school that is said to be healthy (ED04; county 2_01_012)."""
    for member in facts.members:
        reason = member.person.dropout_reason
        if (
            reason
            and reason in limits.words("reasons")
            and limits.text("healthy") in (member.person.health or ())
        ):
            yield Hit(member.person, {"reason": reason})


@check("ED05", on="pupils", when=_has_pupil_of, items=())
def age_at_primary(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Too young or too old for primary school (ED05; county 5_17_002)."""
    yield from _ages_outside(facts, limits)


@check("ED06", on="pupils", when=_has_pupil_of, items=())
def age_at_junior(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Too young or too old for junior middle school (ED06; county 5_17_003)."""
    yield from _ages_outside(facts, limits)


@check("ED07", on="pupils", when=_has_pupil_of, items=())
def age_at_senior(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Too young or too old for senior middle or vocational school (ED07; county 5_17_004)."""
    yield from _ages_outside(facts, limits)


@check("ED08", on="pupils", when=_has_student_or_is_older, items=())
def age_at_college(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """Too young for college, or a student past the usual age (ED08; county 5_17_005, 5_17_006)."""
    for member in facts.students:
        if member.age is None:
            continue
        age = _school_age(facts, member, limits)
        least = limits.number(
            "master_from" if _grade(member).startswith(limits.starts("master")) else "age_from"
        )
        if _grade(member).startswith(limits.starts("grades") + limits.starts("master")) and age < least:
            yield Hit(member.person, {"schooling": _grade(member), "age": age})
        elif age > limits.number("age_to"):
            yield Hit(member.person, {"schooling": _grade(member), "age": age}, "old")


@check("ED09", on="pupils", when=_has_pupil_in, items=())
def still_before_school(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A healthy child of school age is still said to be before school (ED09; county 5_17_001)."""
    for member in facts.students:
        if member.is_healthy and member.age is not None and _grade(member) in limits.words("grades"):
            age = _school_age(facts, member, limits)
            if age >= limits.number("age_from"):
                yield Hit(member.person, {"schooling": _grade(member), "age": age})


@check("ED10", on="members", lasts=Lasts.BIRTHDAY, alone=True)
def young_with_little_schooling(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A young person has primary schooling at most: perhaps a drop-out (ED10; county 5_17_007)."""
    for member in facts.members:
        education, age = member.person.education, member.age
        if age is None or education is None or education not in limits.words("education"):
            continue
        if limits.number("age_from") <= age <= limits.number("age_to"):
            yield Hit(member.person, {"education": education, "age": age}, judged=education)


@check("ED11", on="pupils", when=_knows_grades_before, items=())
def grade_not_advanced(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A new school year has begun and the grade is still last year's (ED11)."""
    before = facts.frame.earlier.schooling
    for member in facts.students:
        grade = _grade(member)
        if before.get(member.person.id) == grade and grade not in limits.words("lasting"):
            yield Hit(member.person, {"schooling": grade})


@check("ED12", on="supported", when=_is_in_scheme, items=("items",))
def rain_and_dew_without_school(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """雨露计划 is recorded for somebody who attends no vocational school (ED12; county 5_15_011)."""
    given = facts.received_by(limits.starts("items"))
    promised = limits.text("measure") in (facts.household.education_help or "")
    if not given and not promised:
        return
    vocational = {m.person.id for m in facts.students if _grade(m).startswith(limits.starts("grades"))}
    for member in facts.members:
        if given.get(member.person.id) and member.person.id not in vocational:
            yield Hit(member.person, {"schooling": _grade(member) or "非在校生"})
    if promised and not vocational:
        yield Hit(None, {}, "measure")


@check("ED13", on="pupils", when=_has_pupil_of, items=("items",))
def school_without_rain_and_dew(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    """A vocational student of a household in the scheme does not get 雨露计划 (ED13; county 1111_2)."""
    in_scheme = facts.household.household_class == limits.text("lifted") or facts.is_monitored
    if not in_scheme or limits.text("measure") in (facts.household.education_help or ""):
        return
    given = facts.received_by(limits.starts("items"))
    for member in facts.students:
        if _grade(member).startswith(limits.starts("grades")) and not (
            given.get(member.person.id) or given.get(None)
        ):
            yield Hit(member.person, {"schooling": _grade(member)})


def _ages_outside(facts: HouseholdFacts, limits: Limits) -> Iterator[Hit]:
    grades = limits.starts("grades")
    for member in facts.students:
        if member.age is None or not _grade(member).startswith(grades):
            continue
        age = _school_age(facts, member, limits)
        if not limits.number("age_from") <= age <= limits.number("age_to"):
            yield Hit(member.person, {"schooling": _grade(member), "age": age})


def _grade(member: Member) -> str:
    return member.person.schooling or ""


def _school_age(facts: HouseholdFacts, member: Member, limits: Limits) -> int:
    """The age on the newest first day of school; nobody born yet then is of school age."""
    begins = _school_begins(facts.frame.as_of, *limits.day("age_on"))
    return age_on(member.born, begins) if member.born else 0


@lru_cache(maxsize=64)
def _school_begins(as_of: date, month: int, day: int) -> date:
    """The newest first day of school; there are few days in a run and many children."""
    begins = date(as_of.year, month, day)
    return begins if begins <= as_of else date(as_of.year - 1, month, day)
