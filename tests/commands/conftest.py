"""The command line in this process: one call, and what came back; a small practice village to call it on."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from village_desk.app import run
from village_desk.practice.village import BOOK_NAME, make_practice_village


class Outcome(Struct, frozen=True):
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as exactly one JSON document."""
        return json.loads(self.out)


Call = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Logs and temporary files of the tests stay with the tests, and nobody is there to type."""
    home = tmp_path / "home"
    monkeypatch.setenv("VILLAGE_DESK_HOME", str(home))
    monkeypatch.delenv("VILLAGE_DESK_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return home


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command line given as words and returns what came of it."""

    def calling(*words: object) -> Outcome:
        capsys.readouterr()
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return calling


@pytest.fixture(scope="session")
def small_village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a practice village of twelve households, to be copied, never to be changed."""
    folder = tmp_path_factory.mktemp("practice")
    make_practice_village(folder, 12, 7)
    return folder


@pytest.fixture
def village_folder(small_village: Path, tmp_path: Path) -> Path:
    """A practice village of one's own."""
    return shutil.copytree(small_village, tmp_path / "练习")


@pytest.fixture
def practice(village_folder: Path) -> Path:
    """The book of a practice village of one's own."""
    return village_folder / BOOK_NAME


@pytest.fixture
def phrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], Path]:
    """Puts a passphrase into the file that the environment names."""

    def put(text: str | bytes) -> Path:
        path = tmp_path / "口令.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.setenv("VILLAGE_DESK_PASSPHRASE_FILE", str(path))
        return path

    return put
