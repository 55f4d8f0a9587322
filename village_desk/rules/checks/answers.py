"""What the answers about persons say at a glance; persons answered for alike are looked at once."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from village_desk.rules.records import Person

HEALTHY = ("健康",)
"""Said to be healthy, and nothing else."""

MOVED, LEAVER, UNCOUNTED, PUPIL, ILL, DISABLED, SUPPORTED, POSTED, WORKER = (1 << place for place in range(9))
"""Joined or left on a day; a reason for leaving; not counted; 在校生状况; not simply healthy; a 残疾等级;
something said of 低保 or 特困; a public post or months at one; works away."""

_answers = attrgetter(
    *("joined_on", "left_on", "left_reason", "counted", "schooling", "health", "disability_grade"),
    *("minimum_living", "extreme_poverty", "public_post", "public_post_months"),
    *("work_place", "work_area", "work_months"),
)

ANSWERS = (
    *("nation", "politics", "education", "schooling", "dropout_reason", "health", "labour", "skill"),
    *("resident_medical", "employee_medical", "serious_illness_insurance", "medical_aid", "minimum_living"),
    *("extreme_poverty", "work_planned", "work_service", "work_place", "work_area", "work_months"),
    *("public_post", "public_post_months"),
)
"""What two persons are alike by for the rules that look at the answers of each member alone."""
ANSWERS_AT_AN_AGE = (
    *("education", "schooling", "health", "labour", "resident_pension", "employee_pension"),
    *("extreme_poverty",),
)
"""The same for those that look at ages too."""

_known: dict[tuple[object, ...], int] = {}
_MOST = 8192


def said_of(persons: Iterable[Person]) -> int:
    """All that is so of any of some persons, one bit each."""
    said = 0
    for person in persons:
        key = _answers(person)
        bits = _known.get(key)
        if bits is None:
            if len(_known) >= _MOST:
                _known.clear()
            bits = _known[key] = _said_of(person)
        said |= bits
    return said


def says_work(person: Person) -> bool:
    """Whether the yearly answers say that somebody works away."""
    return bool(person.work_place or person.work_area or person.work_months)


def _said_of(person: Person) -> int:
    is_so = {
        MOVED: person.joined_on is not None or person.left_on is not None,
        LEAVER: person.left_reason,
        UNCOUNTED: person.counted is False,
        PUPIL: person.schooling,
        ILL: person.health and person.health != HEALTHY,
        DISABLED: person.disability_grade,
        SUPPORTED: person.minimum_living or person.extreme_poverty,
        POSTED: person.public_post or person.public_post_months,
        WORKER: says_work(person),
    }
    return sum(bit for bit, is_met in is_so.items() if is_met)
