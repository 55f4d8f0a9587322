"""Which characters can be printed, and by which font."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from village_desk.exchange.paper import fonts
from village_desk.exchange.paper.font_measures import FontMeasures
from village_desk.exchange.paper.fonts import (
    forget_fonts,
    missing_characters,
    private_characters,
    runs,
    shipped_font,
    widths,
)
from village_desk.exchange.paper.layout import Face
from village_desk.exchange.paper.pdf_out import write_pdf

from .paper_samples import one_text


@pytest.fixture
def no_installed_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setattr(fonts, "font_folders", lambda: (tmp_path,))
    forget_fonts()
    yield tmp_path
    monkeypatch.undo()
    forget_fonts()


def test_a_character_without_a_font_is_reported(no_installed_fonts: Path) -> None:
    assert missing_characters(["𪚥田", "张三", "古丽仙·吐尔逊"]) == {"𪚥"}


def test_a_file_that_is_no_font_is_passed_over(no_installed_fonts: Path) -> None:
    (no_installed_fonts / "simsunb.ttf").write_bytes(b"no font at all")
    forget_fonts()
    assert missing_characters(["𪚥"]) == {"𪚥"}


def test_an_installed_font_is_found_by_its_name_in_any_case(no_installed_fonts: Path) -> None:
    deeper = no_installed_fonts / "more"
    deeper.mkdir()
    source = fonts.shipped("resources", "fonts", "NotoSansSC-Regular.ttf")
    (deeper / "SIMSUNB.TTF").write_bytes(source.read_bytes())
    forget_fonts()
    assert [font.name for font in fonts._installed_fonts()] == ["SIMSUNB"]


def font_with(character: str) -> bytes:
    """The shipped sans with one of its own glyphs under another character."""
    content = bytearray(fonts.shipped("resources", "fonts", "NotoSansSC-Regular.ttf").read_bytes())
    tables = {
        bytes(content[at : at + 4]): struct.unpack_from(">I", content, at + 8)[0] for at in range(12, 300, 16)
    }
    start = next(place for tag, place in tables.items() if tag == b"cmap")
    for index in range(struct.unpack_from(">H", content, start + 2)[0]):
        table = start + struct.unpack_from(">I", content, start + 8 + 8 * index)[0]
        if struct.unpack_from(">H", content, table)[0] == 12:
            for group in range(struct.unpack_from(">I", content, table + 12)[0]):
                if struct.unpack_from(">I", content, table + 16 + 12 * group)[0] >= ord(character):
                    struct.pack_into(">II", content, table + 16 + 12 * group, ord(character), ord(character))
                    break
    return bytes(content)


def test_a_font_installed_for_rare_characters_is_used_and_embedded(no_installed_fonts: Path) -> None:
    (no_installed_fonts / "simsunb.ttf").write_bytes(font_with("𪚥"))
    forget_fonts()
    assert missing_characters(["𪚥"]) == set()
    assert runs("张𪚥", Face.SERIF) == [("serif", "张"), ("simsunb", "𪚥")]
    pdf = write_pdf(one_text("张𪚥"))
    assert pdf.count(b"/FontFile2") == 3  # serif, sans and the installed one
    document = pypdfium2.PdfDocument(pdf)
    assert "张𪚥" in document[0].get_textpage().get_text_range()
    document.close()


def test_a_private_character_is_printed_by_no_font_even_if_one_has_it(no_installed_fonts: Path) -> None:
    (no_installed_fonts / "simsunb.ttf").write_bytes(font_with("\ue815"))
    forget_fonts()
    assert [font.has("\ue815") for font in fonts._installed_fonts()] == [True]
    assert missing_characters(["\ue815"]) == {"\ue815"}


def test_private_characters_are_flagged_and_reported() -> None:
    assert private_characters(["张\ue815", "李四"]) == {"\ue815"}
    assert missing_characters(["张\ue815"]) == {"\ue815"}


def test_marks_without_a_shape_are_not_reported() -> None:
    assert missing_characters(["张\u200b三\n\U000e0100"]) == set()


def test_a_text_is_cut_into_runs_of_one_font(no_installed_fonts: Path) -> None:
    assert runs("张三𪚥村", Face.SERIF) == [("serif", "张三"), ("", "𪚥"), ("serif", "村")]
    assert runs("张三", Face.BOLD) == [("bold", "张三")]


def test_a_face_without_a_character_hands_it_to_the_next() -> None:
    serif, sans = (shipped_font(face) for face in (Face.SERIF, Face.SANS))
    only_sans = next(
        chr(code) for code in range(0x20000, 0x2FFFF) if sans.has(chr(code)) and not serif.has(chr(code))
    )
    assert runs(only_sans, Face.SERIF) == [("sans", only_sans)]


def test_every_shipped_face_has_all_characters_of_the_common_set() -> None:
    common = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
    for face in Face:
        assert all(shipped_font(face).has(character) for character in common)


def test_figures_in_a_column_stand_below_one_another() -> None:
    assert len({widths(Face.SANS)[digit] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("face", list(Face))
def test_measuring_agrees_with_the_library_that_embeds(face: Face) -> None:
    font = shipped_font(face)
    theirs = TTFontFace(str(fonts.shipped("resources", "fonts", fonts._SHIPPED[face])))
    for character in "张三Ab1，·㛃𡐓":
        assert font.has(character) == (ord(character) in theirs.charToGlyph)
        if font.has(character):
            assert font.width(character) == pytest.approx(theirs.getCharWidth(ord(character)), abs=1)
            glyph = font.glyph(character)
            assert glyph == theirs.charToGlyph[ord(character)]
            assert font.face.hmetrics[glyph] == theirs.hmetrics[glyph]
    assert list(font.face.glyphPos) == theirs.glyphPos
    assert font.face.hmetrics[theirs.numGlyphs - 1] == theirs.hmetrics[-1]
    assert font.face.defaultWidth == theirs.defaultWidth


def test_a_table_up_to_ffff_gives_the_same_glyphs_as_one_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    path = fonts.shipped("resources", "fonts", "NotoSansSC-Regular.ttf")
    long = FontMeasures(path)
    monkeypatch.setattr("village_desk.exchange.paper.font_measures._UNICODE_TABLES", ((3, 1),))
    short = FontMeasures(path)
    codes = range(0x20, 0xFFFF, 7)
    assert [short.glyph_of(code) for code in codes] == [long.glyph_of(code) for code in codes]


RARE_NAMES = "𠮷𡐓𠂇𠂉𠃌𡗗𢦏𤇾"


def test_rare_characters_of_names_are_printed_without_any_installed_font(no_installed_fonts: Path) -> None:
    assert missing_characters([RARE_NAMES]) == set()
    assert runs("张𠮷", Face.SERIF) == [("serif", "张"), ("rare", "𠮷")]
    assert runs("张𠮷", Face.BOLD) == [("bold", "张"), ("rare", "𠮷")]
    pdf = write_pdf(one_text("张𠮷𡐓"))
    document = pypdfium2.PdfDocument(pdf)
    assert "张𠮷𡐓" in document[0].get_textpage().get_text_range()
    document.close()


def test_standard_characters_beyond_the_basic_plane_have_a_face(no_installed_fonts: Path) -> None:
    beyond = "𬉼𠳐𥻗𠙶𬣙𨙸𬇕𬣞𬘓𫭟𫭢𫇭𫐄𫵷𣲘𣲗𬇙𬣡𫸩𨚕𫘜𬘘𫘝𦭜𬨂𬀩𬀪𬬩𫍣𬣳𬩽𬮿𬯀𫰛𬳵𬳶𫠊𬍛𬜬𦰡𪾢𪨰𫓧𬬮𬬱"
    assert missing_characters([beyond]) == set()


def test_the_rare_font_bears_none_of_the_names_that_its_licence_keeps() -> None:
    content = fonts.shipped("resources", "fonts", "VillageRareHan-Regular.ttf").read_bytes()
    for name in ("Hana", "花園"):
        assert name.encode("utf-16-be") not in content
        assert name.encode() not in content
    licence = fonts.shipped("resources", "fonts", "OFL-VillageRareHan.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
