"""A stick is found where the system shows it, and a folder that is none is not taken for one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from village_desk.places import sticks


@pytest.mark.parametrize("place", ["U盘", "wang/U盘"])
def test_a_stick_is_found_where_the_system_shows_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    stick = tmp_path / place
    stick.mkdir(parents=True)
    (tmp_path / "a folder").mkdir()
    monkeypatch.setattr(sticks, "MOUNTED", (tmp_path / "nowhere", tmp_path))
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == stick)
    assert sticks.first_stick() == stick


def test_without_a_stick_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "wang").mkdir()
    monkeypatch.setattr(sticks, "MOUNTED", (tmp_path,))
    assert sticks.first_stick() is None
