"""The bytes of a posted file hold no number, no account, nothing of health and no child of the village."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from functools import cache

import pypdfium2
import pytest
from msgspec.structs import replace

from village_desk.definitions.public_copy import public_copy
from village_desk.definitions.screens import screen
from village_desk.exchange.sheets.copies import HIDDEN
from village_desk.exchange.sheets.making import SheetOrder, sheet_bytes, sheet_ids
from village_desk.rules.followup_records import Event, Sweep
from village_desk.rules.masking import Copy, is_minor
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Record
from village_desk.rules.support_records import Loan, Measure, PublicPost, WorkSpell

from .sheet_village import CODE, PRINTED, QUARTER, RECKONER, SETTINGS, line, village

_PARTS = {
    "person": "persons",
    "visit": "visits",
    "ledger_line": "lines",
    "plan": "plans",
    "measure": "measures",
    "work_spell": "spells",
    "public_post": "posts",
    "loan": "loans",
    "event": "events",
    "sweep": "sweeps",
}
_DAY_OF_EVERY_FILE = date(2000, 1, 1)
"""Stands in each file as the day of writing; nobody here is born on it."""
_LEAST = 4
"""Shorter values (是, 男) stand everywhere and tell nothing."""


def _full(one: HouseholdPicture) -> HouseholdPicture:
    """A household with every kind of record, a child with an income, and words about health in its notes."""
    key, person = one.household.id, one.persons[0].id if one.persons else None
    persons = tuple(
        replace(one, born_on=date(2000, 1, 2)) if one.born_on == _DAY_OF_EVERY_FILE else one
        for one in one.persons
    )
    return replace(
        one,
        persons=persons,
        lines=(*one.lines, *(line(key, "T134", 202503, 900, person=child.id) for child in one.persons[3:4])),
        spells=(WorkSpell(f"{key}s", CODE, key, person, started=Month(202410), note="腰椎手术后停工"),),
        posts=(PublicPost(f"{key}p", CODE, key, person, post="护林员", note="心脏搭桥后改巡近处"),),
        measures=(Measure(f"{key}m", CODE, key, 2025, person, measure="W05", note="尿毒症不能远行"),),
        loans=(Loan(f"{key}l", CODE, key, person, note="化疗花费借款"),),
        events=(Event(f"{key}e", CODE, key, person, description="确诊白血病住院"),),
        sweeps=(Sweep(f"{key}w", CODE, key, Month(202501), found="透析每周三次"),),
    )


PICTURE = village(6)
VILLAGE = replace(PICTURE, households=tuple(_full(one) for one in PICTURE.households))
POSTED = tuple(spec.id for spec in sheet_ids() if Copy.PUBLIC in spec.copies)


def _records(one: HouseholdPicture) -> Iterator[tuple[str, Record]]:
    yield "household", one.household
    for name, part in _PARTS.items():
        yield from ((name, record) for record in getattr(one, part))


def _written(value: object) -> Iterator[str]:
    if isinstance(value, date):
        yield from (f"{value:%Y-%m-%d}", f"{value:%Y%m%d}", f"{value.year}年{value.month}月{value.day}日")
        yield f"{value.year}.{value.month}.{value.day}"
    elif isinstance(value, tuple):
        yield from (str(part) for part in value)
    elif isinstance(value, str):
        yield value


def sensitive_values(picture: VillagePicture) -> set[str]:
    """Every answer that a screen calls sensitive, however it is written, and the names of all children."""
    found: set[str] = set()
    for one in picture.households:
        for name, record in _records(one):
            for field in screen(name).fields:
                if field.sensitive in HIDDEN:
                    found.update(_written(getattr(record, field.key)))
        found.update(person.name or "" for person in one.persons if is_minor(person.born_on, PRINTED))
        found.update(text for _, record in _records(one) for text in _free_words(record))
    told = {text for text in found if len(text) >= _LEAST or text in _children(picture)}
    return told - public_copy().harmless


def _children(picture: VillagePicture) -> set[str]:
    persons = (person for one in picture.households for person in one.persons)
    return {person.name for person in persons if person.name and is_minor(person.born_on, PRINTED)}


def _free_words(record: Record) -> Iterator[str]:
    for key in ("note", "description", "found"):
        text = getattr(record, key, None)
        if text:
            yield text


@cache
def file(sheet: str, copy: str, format_: str) -> bytes:
    order = SheetOrder(sheet, copy, 2025, QUARTER, None, PRINTED, contents=True)  # type: ignore[arg-type]
    return sheet_bytes(order, VILLAGE, SETTINGS, RECKONER, format_).content  # type: ignore[arg-type]


def layers(content: bytes) -> str:
    """All that could be read of a file: as it lies there, unpacked, and as it copies out of its pages."""
    parts = [content]
    if content.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            unpacked = zlib.decompressobj()
            try:
                parts.append(unpacked.decompress(stream))
            except zlib.error:
                parts.append(stream)
        with pypdfium2.PdfDocument(content) as document:
            pages = "".join(page.get_textpage().get_text_bounded() for page in document)
        parts.append(pages.encode())
        parts.append("".join(pages.split()).encode())  # lines of a narrow cell put together again
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
            parts += [name.encode() for name in archive.namelist()]
    return "\n".join(
        part.decode(code, "ignore") for part in parts for code in ("utf-8", "utf-16-le", "utf-16-be")
    )


def found_in(content: bytes) -> set[str]:
    text = layers(content)
    return {value for value in sensitive_values(VILLAGE) if value in text}


@pytest.mark.parametrize("format_", ["pdf", "xlsx"])
@pytest.mark.parametrize("sheet", POSTED)
def test_no_sensitive_value_of_the_village_is_in_the_bytes_of_a_posted_file(sheet: str, format_: str) -> None:
    assert found_in(file(sheet, "public", format_)) == set()


@pytest.mark.parametrize("format_", ["pdf", "xlsx"])
def test_the_same_search_finds_in_a_complete_file_what_is_there(format_: str) -> None:
    """The search would see a leak: what the office's own copies hold, it finds in their bytes."""
    first = VILLAGE.households[0]
    head = first.persons[0]
    assert {first.household.phone, first.household.helper_phone} <= found_in(file("F1", "internal", format_))
    assert {head.identity_number, head.phone} <= found_in(file("F8", "internal", format_))
    assert "透析每周三次" in found_in(file("F12", "internal", format_))


def test_the_village_has_something_of_every_kind_to_give_away() -> None:
    values = sensitive_values(VILLAGE)
    for wanted in ("确诊白血病住院", "1972-03-05", "李小禾", "长期慢性病", "13900000002"):
        assert wanted in values
    assert len(values) > 50
