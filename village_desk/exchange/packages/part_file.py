"""The two files of a part 分账: the working package for the second desk, and what it hands back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from village_desk.exchange.packages.sealed_file import SealedFile
from village_desk.rules.meeting import Answer
from village_desk.rules.merging import text_reason, unfit_cells
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.signing import KEY_BYTES, SecretKeys
from village_desk.store.parts.changes import MEETING_TYPES, RowChange
from village_desk.store.rows import TABLE_NAMES, kinds_of
from village_desk.store.steps import newest_format
from village_desk.store.villages.row_stream import columns_travelling

PART = "part"
PART_BACK = "part-back"
PART_ENDINGS = {PART: ".xcp", PART_BACK: ".xcr"}
"""How the files end: the working package 分账包 and what is handed back 交回包."""

S = TypeVar("S")
_TYPES = {TABLE_NAMES[one]: one for one in MEETING_TYPES}


class PartSheet(Struct, frozen=True):
    """What stands in the head of a working package beside whose it is."""

    part: str
    """The id under which both books know the part."""
    desk: str
    given_on: str
    schema: int
    kind: str
    """``village`` or ``practice``, as the book that it comes from."""
    profile: str
    seal: str
    """What is to be sealed for the first book, as hexadecimal text."""
    households: tuple[str, ...]
    rows: Mapping[str, int]
    """How many, by table."""

    def table(self) -> dict[str, Any]:
        """The same as the head spells it."""
        return {**asdict(self), "households": list(self.households)}


class BackSheet(Struct, frozen=True):
    """What stands in the head of what is handed back."""

    part: str
    sequence: int
    made_on: str
    schema: int
    changes: int
    """How many rows are new or say something else."""

    def table(self) -> dict[str, Any]:
        """The same as the head spells it."""
        return asdict(self)


def part_sheet(sealed: SealedFile) -> PartSheet:
    """What a working package says of itself.

    Raises:
        Refusal: ``package-damaged``: whoever signed it signed nonsense. ``package-newer``.
    """
    try:
        sheet = PartSheet(**sealed.head.about)
        sheet = PartSheet(**{**sealed.head.about, "households": tuple(sheet.households)})
        date.fromisoformat(sheet.given_on)
        texts = (sheet.part, sheet.desk, sheet.kind, sheet.profile, *sheet.households)
        is_sound = (
            {*map(type, texts)} == {str}
            and {*map(type, (sheet.schema, *sheet.rows.values()))} == {int}
            and len(bytes.fromhex(sheet.seal)) == KEY_BYTES
            and sheet.kind in ("village", "practice")
            and all(text_reason(text) is None for text in texts)
        )
    except (TypeError, ValueError, AttributeError):
        raise Refusal("package-damaged") from None
    return _known(sheet, sheet.schema, is_sound=is_sound)


def back_sheet(sealed: SealedFile) -> BackSheet:
    """What a file says of itself that was handed back.

    Raises:
        Refusal: As for ``part_sheet``.
    """
    try:
        sheet = BackSheet(**sealed.head.about)
        date.fromisoformat(sheet.made_on)
    except (TypeError, ValueError, AttributeError):
        raise Refusal("package-damaged") from None
    wholes = {*map(type, (sheet.sequence, sheet.schema, sheet.changes))}
    is_sound = wholes == {int} and type(sheet.part) is str and sheet.sequence >= 1
    return _known(sheet, sheet.schema, is_sound=is_sound)


def written(changes: Iterable[RowChange]) -> Iterator[bytes]:
    """The content of what is handed back: a line of JSON for each row that has changed."""
    for one in changes:
        answers = {name: [answer.now, answer.who, answer.at] for name, answer in one.answers.items()}
        line = {"table": one.table, "id": one.row_id, "new": one.is_new, "answers": answers}
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def changes_of(sealed: SealedFile, secret: SecretKeys) -> list[RowChange]:
    """What the second desk has changed.

    Raises:
        Refusal: ``package-for-another``, ``package-damaged``, ``package-unknown-column``.
    """
    content = b"".join(sealed.content(secret))
    try:
        return [_change(json.loads(line)) for line in content.splitlines()]
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        raise Refusal("package-damaged") from None


def _known(sheet: S, schema: int, *, is_sound: bool) -> S:
    if not is_sound:
        raise Refusal("package-damaged")
    if schema > newest_format():
        raise Refusal("package-newer")
    return sheet


def _change(line: Mapping[str, Any]) -> RowChange:
    table, row_id = str(line["table"]), line["id"]
    if (record_type := _TYPES.get(table)) is None:
        raise Refusal("package-unknown-column", table=table[:40], column="")
    answers = {str(name): Answer(*said) for name, said in line["answers"].items()}
    known = columns_travelling(record_type)[1:]
    for name in answers:
        if name not in known:
            raise Refusal("package-unknown-column", table=table, column=name[:40])
    cells = tuple(answer.now for answer in answers.values())
    unfit = unfit_cells(table, tuple(answers), kinds_of(record_type), [cells])
    said = [text for answer in answers.values() for text in (answer.who, answer.at)]
    if unfit or not _are_texts([row_id, *said]) or type(line["new"]) is not bool:
        raise Refusal("package-damaged")
    for answer in answers.values():
        datetime.fromisoformat(answer.at)
    return RowChange(record_type, row_id, line["new"], answers)


def _are_texts(values: Iterable[object]) -> bool:
    return all(type(value) is str and value and text_reason(value) is None for value in values)
