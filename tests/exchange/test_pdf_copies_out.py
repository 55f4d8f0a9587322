"""A thousand pages: every name, number and amount copies out of its page exactly, and nothing else does."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain

import pypdfium2
import pytest
from msgspec.structs import replace

from village_desk.exchange.paper.layout import Layout
from village_desk.exchange.paper.page_breaks import Page, break_pages, number_text
from village_desk.exchange.paper.pdf_out import write_pdf
from village_desk.exchange.sheets.making import SheetOrder, make_layout
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.support_records import WorkSpell

from .sheet_village import CODE, NAME, PRINTED, QUARTER, RECKONER, SETTINGS, line, number_for, usual

_SURNAMES = ("李", "欧阳", "𠮷", "䶮", "㛃", "翟", "阿卜杜拉·买买提·艾合买提", "长shan", "卓玛•", "⼈")
_GIVEN = "安宁𡐓𬱟㐱龢𫖯犇喆燊赟禾谷𠀾䲜囍曌"
FEW, MANY = 40, 1_000


def people(count: int) -> VillagePicture:
    """So many households whose names no keyboard has, with numbers and odd amounts of their own."""
    chance = random.Random(7)
    return VillagePicture(CODE, NAME, tuple(_household(number, chance) for number in range(1, count + 1)))


def _household(number: int, chance: random.Random) -> HouseholdPicture:
    one = usual(number)
    name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2))))
    born = date(1960 + number % 40, 1 + number % 12, 1 + number % 28)
    identity = number_for(born, number) + chance.choice(("", "", "41", "B1"))
    head = replace(one.persons[0], name=name, identity_number=identity, born_on=born)
    spell = WorkSpell(
        f"s{number}", CODE, head.household_id, head.id, True, Month(202411), month_wage=Fen(number * 137 + 1)
    )
    odd = line(head.household_id, "C1", 202503, chance.randrange(1, 9_999_999) / 100)
    return replace(
        one,
        household=replace(one.household, head_name=name),
        persons=(head, *one.persons[1:]),
        lines=(*one.lines, odd),
        spells=(spell,),
    )


def laid_out(sheet: str, village: VillagePicture) -> Layout:
    order = SheetOrder(sheet, "internal", 2025, QUARTER, None, PRINTED)
    return make_layout(order, village, SETTINGS, RECKONER)


def squeezed(text: str) -> str:
    """A text without its blanks and line ends: where a line ends is the page's own affair."""
    return "".join(text.split())


def printed(page: Page, layout: Layout) -> str:
    cells = chain.from_iterable(row.row.cells for row in page.rows)
    return squeezed("".join([*(cell.text for cell in cells), layout.footer, number_text(page)]))


def read_by_the_program(pdf: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield squeezed(page.get_textpage().get_text_range())
    document.close()


def read_by_poppler(pdf: bytes) -> Iterator[str]:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    yield from (squeezed(text) for text in done.stdout.decode().split("\f")[:-1])


READERS = [
    read_by_the_program,
    pytest.param(
        read_by_poppler,
        marks=pytest.mark.skipif(not shutil.which("pdftotext"), reason="another reader is not installed"),
    ),
]


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
@pytest.mark.parametrize("read", READERS)
def test_every_character_of_a_page_copies_out_and_no_other(read, count: int) -> None:  # type: ignore[no-untyped-def]
    village = people(count)
    pages_in_all = 0
    for sheet in ("F3", "F8"):
        layout = laid_out(sheet, village)
        pages = break_pages(layout)
        texts = list(read(write_pdf(layout)))
        assert len(texts) == len(pages)
        for page, text in zip(pages, texts, strict=True):
            assert Counter(text) == Counter(printed(page, layout)), page.number
        pages_in_all += len(pages)
    assert pages_in_all > count


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_names_numbers_and_amounts_copy_out_in_one_piece(count: int) -> None:
    village = people(count)
    cards = "\n".join(read_by_the_program(write_pdf(laid_out("F3", village))))
    workers = "\n".join(read_by_the_program(write_pdf(laid_out("F8", village))))
    for one in village.households:
        head, spell = one.persons[0], one.spells[0]
        amount = one.lines[-1].amount
        assert squeezed(one.household.head_name or "") in cards
        assert (one.household.number or "?") in cards
        assert amount is not None
        assert f"{amount / 100:.2f}" in cards
        assert (head.identity_number or "?") in workers
        assert f"{(spell.month_wage or 0) / 100:.2f}" in workers
