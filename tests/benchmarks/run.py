"""run.py --floors DIR --work DIR [--rounds 3] [start frozen import ...]: ours beside the floors.

By hand, never part of the tests: times belong to a machine, ratios to the program. See README.md here.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from frozen import built, cold_read  # noqa: E402
from racing import MODULES, Runner, made, middle, race, ratio, say_must, show  # noqa: E402

SIZES = (3_500, 40_000)
_ROWS_OF_FLOOR = 12_500
"""Rows in a package of the floor."""
_FONT = ROOT / "resources" / "fonts" / "NotoSansSC-Regular.ttf"


class Bench(Struct, frozen=True):
    """Where the floors are, where everything is written, and how often each process runs."""

    floors: Path
    work: Path
    rounds: int
    beside: dict[str, str]
    """What the floors find on their path and the program does not need, such as cryptography."""

    def floor(self, label: str, *words: object, once: bool = False, **surroundings: str) -> Runner:
        """A script of the floors."""
        command = ["{python}", *map(str, words)]
        return Runner(label, command, self.floors, self.beside | surroundings, once)

    def material(self, what: str, *size: int) -> Path:
        """Something of material.py."""
        script = self.ours(what, "material.py", what, self.work, *size)
        return Path(made(script))

    def floor_rosters(self) -> dict[int, Path]:
        """The rosters of the floors, of the same sizes."""
        paths = {size: self.work / "floors" / f"roster_{size}.xlsx" for size in SIZES}
        if not all(path.exists() for path in paths.values()):
            made(self.floor("rosters", "gen_data.py", self.work / "floors"))
        return paths

    def ours(self, label: str, script: str, *words: object) -> Runner:
        """One of our own jobs, in this folder."""
        home = {"VILLAGE_DESK_HOME": str(self.work / "home")}
        return Runner(label, ["{python}", str(HERE / script), *map(str, words)], ROOT, home)


def start(bench: Bench) -> None:
    """Goal a."""
    book = bench.material("village", 300)
    found = race(
        [
            bench.floor("floor form", "start.py", "form"),
            bench.floor("floor all_after", "start.py", "all_after"),
            bench.ours("ours first window", "our_start.py", "window"),
            bench.ours("ours list of 300", "our_start.py", "list", book),
        ],
        bench.rounds,
    )
    show(found)
    window, households = found["ours first window"], found["ours list of 300"]
    say_must("first window / form", ratio(window, found["floor form"]), 1.5)
    say_must("list / all_after", ratio(households, found["floor all_after"]), 0.75)
    say_must("memory of the list, MiB", middle(households, "mib"), 100)


def frozen(bench: Bench) -> None:
    """Goal a, frozen: the one-folder program beside its own source run, then both with cold disks."""
    book, program = bench.material("village", 300), built(bench.work)
    home = {"VILLAGE_DESK_HOME": str(bench.work / "home")}
    runners = [
        bench.ours("source first window", "our_start.py", "window"),
        Runner("frozen first window", [str(program), "window"], surroundings=home),
        bench.ours("source list of 300", "our_start.py", "list", book),
        Runner("frozen list of 300", [str(program), "list", str(book)], surroundings=home),
    ]
    found = race(runners, bench.rounds)
    show(found)
    for what in ("first window", "list of 300"):
        say_must(f"frozen / source, {what}", ratio(found[f"frozen {what}"], found[f"source {what}"]), 1.3)
    say_must("memory of the frozen list, MiB", middle(found["frozen list of 300"], "mib"), 100)
    trees = [ROOT, Path(sys.prefix), Path(sys.base_prefix), MODULES, program.parent, book.parent]
    for runner in runners:
        read = cold_read(bench.floors, trees, runner)
        say_must(f"cold read, {runner.label}, MiB", read, 110)


def import_(bench: Bench) -> None:
    """Goal b."""
    theirs, book = bench.floor_rosters(), bench.material("empty_book")
    for size in SIZES:
        ours, their = bench.material("roster", size), theirs[size]
        found = race(
            [
                bench.floor("floor calamine", "import_anchor.py", "floor", their, bench.work / "floor.db"),
                bench.floor(
                    "anchor openpyxl", "import_anchor.py", "openpyxl", their, bench.work / "anchor.db"
                ),
                bench.ours(f"ours {size}", "our_import.py", ours, book, bench.work / f"import{size}"),
            ],
            bench.rounds,
        )
        show(found)
        run = found[f"ours {size}"]
        say_must(f"{size} x 60 / openpyxl", ratio(run, found["anchor openpyxl"]), 0.75)
        say_must("memory, MiB", middle(run, "mib"), 250)


def entry(bench: Bench) -> None:
    """Goal c."""
    book = bench.material("village", 300)
    found = race(
        [
            bench.floor("floor raw_cipher", "entry.py", "raw_cipher", DBDIR=str(bench.work)),
            bench.ours("ours ledger cell", "our_entry.py", book, bench.work / "entry"),
        ],
        bench.rounds,
    )
    show(found)
    floor, ours = found["floor raw_cipher"], found["ours ledger cell"]
    say_must("median / raw_cipher", ratio(ours, floor, "median"), 1.5)
    say_must("p95 / raw_cipher", ratio(ours, floor, "p95"), 3)
    say_must("one key, ms", middle(ours, "key"), 1)


def checks(bench: Bench) -> None:
    """Goal d: CPU from the open book to the last finding; a practice village beside it as information."""
    books = {size: bench.material("floor_shape", size) for size in (20_000, 1_000)}
    practice, base, twelve = bench.material("village", 1000), bench.work / "rules", {"QUARTERS": "12"}
    found = race(
        [
            bench.floor("floor closures", "db.py", "rules", "cipher", "py_closures", base, 1, **twelve),
            bench.floor("floor orm", "db.py", "rules", "cipher", "orm", base, 1, once=True, **twelve),
            *(bench.ours(f"ours {size}", "our_run.py", book) for size, book in books.items()),
            bench.ours("ours practice village", "our_checks.py", practice),
        ],
        bench.rounds,
    )
    show(found)
    closures, orm = (middle(found[label], "inside") for label in ("floor closures", "floor orm"))
    whole, village = (middle(found[f"ours {size}"], "run") for size in books)
    say_must("20,000 x 12 / py_closures", whole / closures, 2)
    say_must("20,000 x 12 / orm", whole / orm, 0.3)
    say_must("village of 1,000 / what 20,000 may cost", village / (2 * closures), 1 / 15)
    say_must("live check, ms", middle(found["ours practice village"], "live_ms"), 1)


def pdf(bench: Bench) -> None:
    """Goal e, PDF: per page, because a household's sheet has the pages it needs."""
    book, out, layout = bench.material("village", 1000), bench.work / "our.pdf", bench.work / "f3.layout"
    small = bench.work / "small.xlsx"
    layout.unlink(missing_ok=True)
    race([bench.floor("", "xlsx_write.py", "xlsxwriter_cm", "blocks", small, once=True, SMALL="1")], 1)
    office = ["soffice", f"-env:UserInstallation=file://{bench.work}/office", "--headless"]
    office += ["--convert-to", "pdf", "--outdir", str(bench.work), str(small)]
    found = race(
        [
            bench.floor("floor rawpdf", "pdf_write.py", "rawpdf", _FONT, bench.work / "raw.pdf"),
            Runner("LibreOffice", office),
            bench.ours("ours, pictures to PDF", "our_sheets.py", book, "pdf", out),
            bench.ours("ours, layout to PDF", "our_sheets.py", book, "pdf", out, layout),
        ],
        bench.rounds,
    )
    show(found)
    for label in ("ours, pictures to PDF", "ours, layout to PDF"):
        a_thousand = 1000 / middle(found[label], "pages")
        say_must(f"{label} / rawpdf, per page", ratio(found[label], found["floor rawpdf"]) * a_thousand, 3)
        say_must(
            f"{label} / LibreOffice, per page", ratio(found[label], found["LibreOffice"]) * a_thousand, 0.6
        )
    say_must("memory, MiB", middle(found["ours, pictures to PDF"], "mib"), 150)


def excel(bench: Bench) -> None:
    """Goal e, Excel."""
    book, layout = bench.material("village", 1000), bench.work / "f3x.layout"
    layout.unlink(missing_ok=True)
    found = race(
        [
            bench.floor("floor rawxml", "xlsx_write.py", "rawxml", "blocks", bench.work / "raw.xlsx"),
            bench.floor(
                "anchor openpyxl", "xlsx_write.py", "openpyxl", "blocks", bench.work / "op.xlsx", once=True
            ),
            bench.ours("ours, pictures to Excel", "our_sheets.py", book, "xlsx", bench.work / "our.xlsx"),
            bench.ours(
                "ours, layout to Excel", "our_sheets.py", book, "xlsx", bench.work / "our.xlsx", layout
            ),
        ],
        bench.rounds,
    )
    show(found)
    for label in ("ours, pictures to Excel", "ours, layout to Excel"):
        say_must(f"{label} / rawxml", ratio(found[label], found["floor rawxml"]), 4)
        say_must(f"{label} / openpyxl", ratio(found[label], found["anchor openpyxl"]), 0.25)
    say_must("memory, MiB", middle(found["ours, pictures to Excel"], "mib"), 100)


def summaries(bench: Bench) -> None:
    """Goal f: CPU from the open book to the rows of F7, and its workbook beside one of the same cells."""
    book, base, layout = bench.material("floor_shape", 20_000), bench.work / "agg", bench.work / "f7.layout"
    found = race(
        [
            bench.floor("floor agg", "db.py", "agg", "cipher", "sql", base, 1),
            bench.ours("ours, data", "our_summaries.py", "data", layout, book),
            bench.ours("floor XlsxWriter", "our_summaries.py", "xlsxwriter", layout),
            bench.ours("ours, workbook", "our_summaries.py", "ours", layout),
        ],
        bench.rounds,
    )
    show(found)
    data = middle(found["ours, data"], "data") / middle(found["floor agg"], "inside")
    say_must("data of F7 / agg cipher sql", data, 2)
    say_must(
        "workbook / XlsxWriter", ratio(found["ours, workbook"], found["floor XlsxWriter"], "written"), 1.5
    )


def packages(bench: Bench) -> None:
    """Goal h: CPU for a row, the backup apart; the second round comes onto rows of before, as the floor's."""
    town, base = bench.material("packages", 6, 300), bench.work / "merge"
    found = race(
        [
            bench.floor("floor attach", "db.py", "merge", "cipher", "attach", base, 1),
            bench.floor("floor orm", "db.py", "merge", "cipher", "orm", base, 1, once=True),
            bench.ours("ours", "our_packages.py", town, bench.work / "merged"),
        ],
        bench.rounds,
    )
    show(found)
    attach, orm = middle(found["floor attach"], "inside") / 30, middle(found["floor orm"], "inside")
    for name in ("first", "second"):
        a_package = middle(found["ours"], f"{name}_us_a_row") * _ROWS_OF_FLOOR / 1e6
        say_must(f"{name} round / attach, by row", a_package / attach, 4)
        say_must(f"{name} round / orm, by row", a_package / orm, 0.1)
    say_must("memory, MiB", middle(found["ours"], "mib"), 150)


_JOBS = {
    "start": start,
    "frozen": frozen,
    "import": import_,
    "entry": entry,
    "checks": checks,
    "pdf": pdf,
    "excel": excel,
    "summaries": summaries,
    "packages": packages,
}


def main() -> None:
    """Measure the jobs asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--floors", type=Path, required=True, help="folder with the scripts of the floors")
    parser.add_argument("--work", type=Path, required=True, help="folder for all that is written")
    parser.add_argument("--floor-path", help="folder with packages that only the floors need")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("jobs", nargs="*", metavar="job", help=", ".join(_JOBS))
    chosen = parser.parse_args()
    beside = {"PYTHONPATH": chosen.floor_path} if chosen.floor_path else {}
    bench = Bench(chosen.floors.resolve(), chosen.work.resolve(), chosen.rounds, beside)
    bench.work.mkdir(parents=True, exist_ok=True)
    for name in chosen.jobs or _JOBS:
        print(name, flush=True)
        _JOBS[name](bench)


main()
