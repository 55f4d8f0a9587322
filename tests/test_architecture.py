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
    long = [str(path) for path in _sources() if path.parent.name != "steps" and _lines(path) > LONGEST_FILE]

    assert long == []


def test_every_module_says_what_lives_in_it():
    modules = {str(path): ast.parse(path.read_text("utf-8")) for path in _sources()}

    assert [name for name, module in modules.items() if not ast.get_docstring(module)] == []


def test_the_window_is_there_before_any_heavy_library():
    heavy = {"openpyxl", "xlsxwriter", "reportlab", "pypinyin", "alembic", "nacl", "sqlalchemy", "sqlcipher3"}
    heavy |= {"typing_extensions"}
    code = (
        f"import sys, village_desk.desk.start.start_window; print([n for n in {heavy} if n in sys.modules])"
    )

    told = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=PACKAGE.parent)

    assert told.strip() == "[]"


def _sources():
    return sorted(PACKAGE.rglob("*.py"))


def _lines(path):
    return len(path.read_text("utf-8").splitlines())
