"""The last look at a public copy: nothing in it gives anybody away, or it is not written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from village_desk.definitions.public_copy import public_copy
from village_desk.definitions.screens import Kind, screen
from village_desk.definitions.words import say
from village_desk.exchange.paper.layout import Layout, every_text
from village_desk.exchange.sheets.copies import HIDDEN, CopyMask
from village_desk.rules.masking import is_minor
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Record
from village_desk.rules.refusals import Refusal

_NUMBERS = frozenset({"id", "phone", "account"})
_DIGIT_RUN = re.compile(r"[0-9Xx]{7,}")
_IDENTITY_LIKE = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])")
_SHORTEST_NUMBER = 7
_LONG_TEXT = 4
_TAIL = 4
"""Digits of a household's number that tell it from its namesakes and give nothing away."""

_PARTS = {
    "person": "persons",
    "visit": "visits",
    "ledger_line": "lines",
    "plan": "plans",
    "measure": "measures",
    "work_spell": "spells",
    "public_post": "posts",
    "loan": "loans",
    "training": "trainings",
    "study": "studies",
    "industry": "industries",
    "insurance": "insurances",
    "entitlement": "entitlements",
    "event": "events",
    "stock": "stocks",
    "sweep": "sweeps",
    "problem": "problems",
    "procedure": "procedures",
}
"""The records of a household by the screen that asks for them."""


def refuse_leak(layout: Layout, picture: VillagePicture, mask: CopyMask) -> None:
    """Read a finished public copy for anything that must not be posted.

    Raises:
        Refusal: would-leak: a number, a word about health or a child's name stands in it; nothing is written.
            It names the household in whose answers it was found, never what was found.
    """
    if mask.is_public:
        refuse_leaking_texts(set(every_text(layout)), picture, mask)


def refuse_leaking_texts(cells: set[str], picture: VillagePicture, mask: CopyMask) -> None:
    """The same of the texts of any public copy; those of another copy are not looked at.

    Raises:
        Refusal: would-leak, as for refuse_leak.
    """
    if not mask.is_public:
        return
    together = "\n".join(sorted(cells))
    for what, text in _leaks(together, cells, picture, mask):
        raise Refusal("would-leak", value=say(f"sheet_leak.{what}"), household=_whose(text, picture))


def _leaks(
    together: str, cells: set[str], picture: VillagePicture, mask: CopyMask
) -> Iterator[tuple[str, str]]:
    """What kind of thing gives somebody away, and the text that does."""
    runs = "\n".join(_DIGIT_RUN.findall(_joined(together)))
    if (found := _IDENTITY_LIKE.search(together)) is not None:
        yield "number", found[0]
    for number in _numbers(picture):
        if number in runs:
            yield "number", number
    for word in public_copy().health_words:
        if word in together:
            yield "health", word
    for text in _health_texts(picture):
        if text in cells or (len(text) >= _LONG_TEXT and text in together):
            yield "health", text
    for name in cells & _minors(picture, mask):
        yield "minor", name


def _joined(text: str) -> str:
    """A text whose numbers are not broken up by blanks and hyphens."""
    return re.sub(r"(?<=[0-9])[ -](?=[0-9])", "", text).upper()


def _whose(text: str, picture: VillagePicture) -> str:
    """The household in whose printed answers a text stands, in words."""
    for household in picture.households:
        if any(text in written or text in _joined(written) for written in _open_texts(household)):
            number = household.household.number or ""
            head = household.household.head_name or say("sheet_leak.no_head")
            return say("sheet_leak.household", head=head, tail=number[-_TAIL:])
    return say("sheet_leak.some_household")


def _open_texts(picture: HouseholdPicture) -> Iterator[str]:
    """What may be printed of a household word for word; members' names are masked on their way."""
    for name, records in _answers(picture):
        keys = [
            field.key
            for field in screen(name).fields
            if field.sensitive not in HIDDEN and (name, field.key) != ("person", "name")
        ]
        for record in records:
            yield from (text for key in keys if isinstance(text := getattr(record, key, None), str))


def _answers(picture: HouseholdPicture) -> Iterator[tuple[str, Sequence[Record]]]:
    """Everything that is asked of a household, by screen."""
    yield "household", (picture.household,)
    yield from ((name, getattr(picture, part)) for name, part in _PARTS.items())


def _numbers(picture: VillagePicture) -> Iterator[str]:
    return (
        text.upper()
        for text, sensitive in _sensitive_texts(picture)
        if sensitive in _NUMBERS and len(text) >= _SHORTEST_NUMBER
    )


def _health_texts(picture: VillagePicture) -> set[str]:
    harmless = public_copy().harmless
    return {
        text
        for text, sensitive in _sensitive_texts(picture)
        if sensitive == "health" and text not in harmless
    }


def _sensitive_texts(picture: VillagePicture) -> Iterator[tuple[str, str]]:
    for household in picture.households:
        for name, records in _answers(household):
            yield from _texts_of(name, records)


def _texts_of(name: str, records: Iterable[Record]) -> Iterator[tuple[str, str]]:
    # Choices need no look: their labels about health are among the words that are refused anyway.
    fields = [field for field in screen(name).fields if field.sensitive in HIDDEN and field.kind is Kind.TEXT]
    for record in records:
        for field in fields:
            text = getattr(record, field.key)
            if isinstance(text, str) and text:
                yield text, field.sensitive


def _minors(picture: VillagePicture, mask: CopyMask) -> set[str]:
    """Names that only children have: an adult of the same name may be printed."""
    children: set[str] = set()
    adults: set[str] = set()
    for household in picture.households:
        for person in household.persons:
            is_child = person.born_on is not None and is_minor(person.born_on, mask.day)
            (children if is_child else adults).add(person.name or "")
    return children - adults - {""}
