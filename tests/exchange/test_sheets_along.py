"""The sheets beside a package: for the township only, read back, and nothing but sheets comes out of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Invented
from village_desk.definitions.words import sentence_of
from village_desk.exchange.packages import sheets_along
from village_desk.exchange.packages.sealed_file import Sealing
from village_desk.exchange.packages.sheets_along import sheets_in, unpack_sheets, write_sheets
from village_desk.rules.refusals import Refusal

from .partners import QUARTER, TODAY, Partners, make_partners, put

PDF = base64.b64encode(b"%PDF-1.4").decode()


@pytest.fixture(scope="module")
def partners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partners]:
    made = make_partners(tmp_path_factory.mktemp("表"))
    for number, book in enumerate(made.villages):
        put(book, Invented(book.village.code, seed=number).family())
    yield made
    made.close()


@pytest.fixture(scope="module")
def along(partners: Partners) -> Path:
    return write_sheets(partners.villages[0], partners.pack(), QUARTER, TODAY)


def test_each_sheet_comes_out_in_the_township_as_the_village_made_it(
    partners: Partners, along: Path, tmp_path: Path
) -> None:
    sender, files = sheets_in(partners.town, along)
    assert sender.code == partners.villages[0].village.code
    assert sorted({file.name[:2] for file in files}) == ["F1", "F5", "F6", "F7"]
    assert {Path(file.name).suffix for file in files} == {".pdf", ".xlsx"}
    assert len(files) == 8
    written = unpack_sheets(partners.town, along, tmp_path)
    assert [path.read_bytes() for path in written] == [file.content for file in files]
    with pytest.raises(Refusal) as caught:
        unpack_sheets(partners.town, along, tmp_path)
    assert caught.value.code == "file-exists", "nothing that is there is written over"


def test_it_stands_beside_its_package_and_is_none_itself(partners: Partners, along: Path) -> None:
    assert along.with_suffix(".xcb").exists()
    with pytest.raises(Refusal) as caught:
        partners.merge(along)
    assert caught.value.code == "package-wrong-kind"


def test_a_stick_too_full_for_the_sheets_is_told_apart_from_one_without_the_package(
    partners: Partners, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = partners.pack()

    def full(path: Path, *_given: object, **_further: object) -> None:
        raise Refusal("disk-full", name=path.name, folder="U盘")

    monkeypatch.setattr(sheets_along, "write_whole", full)
    with pytest.raises(Refusal) as caught:
        write_sheets(partners.villages[0], packed, QUARTER, TODAY)
    assert caught.value.code == "sheets-not-along"
    said = sentence_of(caught.value)
    assert f"“{packed.path.name}”已经写好" in said
    assert "磁盘空间不够" in said
    assert packed.path.exists()


def test_nobody_else_opens_it_and_no_byte_of_it_can_be_changed(partners: Partners, along: Path) -> None:
    with pytest.raises(Refusal):
        sheets_in(partners.villages[1], along)
    content = bytearray(along.read_bytes())
    content[-1] ^= 1
    forged = partners.stick / "改过.xcs"
    forged.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        sheets_in(partners.town, forged)
    assert caught.value.code == "package-damaged"


@pytest.mark.parametrize(
    "lines",
    [
        [{"name": "../F5.pdf", "content": PDF}],
        [{"name": "/tmp/F5.pdf", "content": PDF}],
        [{"name": "C:F5.pdf", "content": PDF}],
        [{"name": "CON.pdf", "content": PDF}],
        [{"name": "F5.exe", "content": PDF}],
        [{"name": "F5.pdf", "content": base64.b64encode(b"MZ").decode()}],
        [{"name": "F5.xlsx", "content": PDF}],
        [{"name": "F5.pdf", "content": PDF}, {"name": "F5.pdf", "content": PDF}],
        [{"name": "F5.pdf"}],
        [{"name": 5, "content": PDF}],
        [7],
    ],
)
def test_what_is_no_sheet_is_refused_and_nothing_is_written(
    partners: Partners, lines: list[object], tmp_path: Path
) -> None:
    village = partners.villages[0]
    sealing = Sealing([partners.town.secret.public])
    sealing.add(json.dumps(line).encode() + b"\n" for line in lines)
    path = partners.stick / "坏.xcs"
    path.write_bytes(sealing.file("sheets", {}, village.village, village.secret))
    with pytest.raises(Refusal) as caught:
        unpack_sheets(partners.town, path, tmp_path)
    assert caught.value.code == "package-damaged"
    assert list(tmp_path.iterdir()) == []
