"""The house keeps its layers, and no file grows into two subjects."""

import ast
import subprocess
import sys
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

PACKAGE = Path(__file__).parents[1] / "village_desk"
LONGEST_FILE = 400


def test_every_module_keeps_to_its_layer(monkeypatch):
    monkeypatch.chdir(PACKAGE.parent)

    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


def test_no_file_holds_two_subjects():
    long = {str(path.relative_to(PACKAGE)): lines for path in _sources() if (lines := _lines(path)) > LONGEST_FILE}

    assert {name: lines for name, lines in long.items() if "steps/" not in name} == {}


def test_every_module_says_what_lives_in_it():
    silent = [str(path) for path in _sources() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]

    assert silent == []


def test_the_window_is_there_before_any_heavy_library():
    heavy = "openpyxl xlsxwriter reportlab pypinyin alembic nacl python_calamine pypdfium2 sqlalchemy sqlcipher3"
    code = f"import sys, village_desk.desk.start_window; print([n for n in {heavy.split()!r} if n in sys.modules])"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent, check=True)

    assert told.stdout.strip() == "[]"


def _sources():
    return sorted(PACKAGE.rglob("*.py"))


def _lines(path):
    return len(path.read_text("utf-8").splitlines())
