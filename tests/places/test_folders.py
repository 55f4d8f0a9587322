"""Where the program's own files are, and that nothing of the moment outlives it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from village_desk.places import folders
from village_desk.rules.refusals import Refusal


@pytest.fixture(autouse=True)
def _usual_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_the_argument_goes_before_the_variable_and_that_before_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(folders.HOME_VARIABLE, str(tmp_path / "said"))
    assert folders.find_folders(tmp_path / "given").home == tmp_path / "given"
    assert folders.find_folders().books == tmp_path / "said" / "books"
    monkeypatch.setenv(folders.HOME_VARIABLE, "")
    assert "village-desk" in str(folders.find_folders().home)


def test_the_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    ours = folders.find_folders(tmp_path / "home")
    folders.make_folders(ours)
    folders.make_folders(ours)
    for folder in (ours.books, ours.backups, ours.logs, ours.temporary):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_file_in_the_way_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"")
    with pytest.raises(Refusal):
        folders.make_folders(folders.find_folders(tmp_path / "home"))


def test_libraries_write_into_the_own_folder_and_it_is_emptied(tmp_path: Path) -> None:
    ours = folders.find_folders(tmp_path)
    own = folders.start_temporary_folder(ours)
    descriptor, name = tempfile.mkstemp()
    os.close(descriptor)
    assert Path(name).parent == own
    folders.end_temporary_folder(own)
    assert not Path(name).exists()
    assert tempfile.tempdir is None


def test_what_a_killed_program_left_goes_and_what_a_running_one_uses_stays(tmp_path: Path) -> None:
    ours = folders.find_folders(tmp_path)
    script = (
        "import sys, pathlib; from village_desk.places import folders as f;"
        "own = f.start_temporary_folder(f.find_folders(pathlib.Path(sys.argv[1])));"
        "(own / 'sheet').write_text('in clear'); print(own, flush=True); sys.stdin.read()"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert running.stdout is not None
    theirs = Path(running.stdout.readline().strip())
    try:
        folders.empty_temporary(ours)
        assert (theirs / "sheet").exists()
    finally:
        running.kill()
        running.communicate()
    folders.empty_temporary(ours)
    assert not theirs.exists()
