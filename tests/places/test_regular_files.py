"""What is on a stick is read only when it is a plain file of a bearable size."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from village_desk.places.regular_files import read_regular
from village_desk.rules.refusals import Refusal


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        read_regular(path, 100)
    return caught.value.code


def test_a_plain_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / ".隐藏的数据"
    path.write_bytes(bytes(100))
    assert read_regular(path, 100) == bytes(100)


def test_whatever_else_lies_there_has_its_own_sentence(tmp_path: Path) -> None:
    path = tmp_path / "数据"
    assert refused(path) == "file-missing"
    assert refused(tmp_path) == "file-not-regular"
    path.write_bytes(b"")
    assert refused(path) == "file-empty"
    path.write_bytes(bytes(101))
    assert refused(path) == "file-too-large"


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders and no links for everybody there")
def test_links_and_pipes_are_neither_followed_nor_waited_for(tmp_path: Path) -> None:
    real, link, pipe = tmp_path / "真", tmp_path / "链接", tmp_path / "管道"
    real.write_bytes(b"1")
    link.symlink_to(real)
    os.mkfifo(pipe)
    assert refused(link) == "file-not-regular"
    assert refused(pipe) == "file-not-regular"
