"""A person whom two villages hold: what both answer, beside each other, and what each has noted."""

from __future__ import annotations

from msgspec import Struct

from village_desk.definitions.screens import screen
from village_desk.definitions.words import say
from village_desk.entry.checks.timeline import MomentRow, moment_rows
from village_desk.entry.sitting import Sitting
from village_desk.rules.exchange_records import Decision
from village_desk.rules.merging import Claim, SharedPerson
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Person
from village_desk.store.pictures import household_picture
from village_desk.store.villages.one_village import one_village
from village_desk.store.villages.township import newest_packages

_FIRST = ("relation", "joined_on", "joined_reason", "left_on", "left_reason")
"""What says where somebody belongs comes first."""
_SAME_BY_NATURE = frozenset({"identity_number", "identity_kind"})


class AnswerRow(Struct, frozen=True):
    """One question with what each village has answered."""

    caption: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether both have answered, and otherwise."""
        return bool(self.one and self.other) and self.one != self.other


class Side(Struct, frozen=True):
    """One village with the household that keeps the person."""

    village: str
    household: str
    """Its 小组, head and number."""
    history: tuple[MomentRow, ...]


class SideBySide(Struct, frozen=True):
    """Both sides of a pair."""

    one: Side
    other: Side
    answers: tuple[AnswerRow, ...]


def side_by_side(sitting: Sitting, shared: SharedPerson) -> SideBySide:
    """Read both villages' rows of a person from a township's book."""
    with sitting.book.reading() as reading:
        names = {code: package.village_name for code, package in newest_packages(reading).items()}
        decisions = reading.all(Decision)
        pictures = []
        for claim in (shared.one, shared.other):
            with one_village(reading, claim.village_code) as alone:
                pictures.append(household_picture(alone, claim.household_id))
    one, other = pictures
    return SideBySide(
        _side(shared.one, names, one, decisions),
        _side(shared.other, names, other, decisions),
        tuple(_answers(shared, one, other)),
    )


def _side(
    claim: Claim, names: dict[str, str], picture: HouseholdPicture | None, decisions: list[Decision]
) -> Side:
    name = names.get(claim.village_code, claim.village_code)
    if picture is None:
        return Side(name, claim.household, ())
    own = picture.household
    household = say(
        "pairs.household", group=own.group or "", head=own.head_name or "", number=own.number or ""
    )
    return Side(name, household, moment_rows(picture, decisions))


def _answers(
    shared: SharedPerson, one: HouseholdPicture | None, other: HouseholdPicture | None
) -> list[AnswerRow]:
    """Of the household how many they are, of the person each question that one of them has answered."""
    persons = (_person(one, shared.one), _person(other, shared.other))
    rows = [AnswerRow(say("pairs.members"), *(_members(picture) for picture in (one, other)))]
    fields = [field for field in screen("person").fields if field.key not in _SAME_BY_NATURE]
    for field in sorted(fields, key=lambda field: field.key not in _FIRST):
        texts = [
            field.write(value)
            if person is not None and (value := getattr(person, field.key)) is not None
            else ""
            for person in persons
        ]
        if any(texts):
            rows.append(AnswerRow(field.label, *texts))
    return rows


def _person(picture: HouseholdPicture | None, claim: Claim) -> Person | None:
    return picture.person(claim.person_id) if picture else None


def _members(picture: HouseholdPicture | None) -> str:
    if picture is None:
        return ""
    names = (person.name or "" for person in picture.persons if person.left_on is None)
    return "、".join(name for name in names if name)
