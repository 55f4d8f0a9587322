"""The child process that parses: a workbook comes in, rows go out, and it may die alone."""

from __future__ import annotations

import gc
import json
import sys

from village_desk.exchange.reading.fast_reader import NotPlainError, read_fast
from village_desk.exchange.reading.handover import RowsOut
from village_desk.exchange.reading.zip_directory import read_directory
from village_desk.rules.refusals import Refusal


def main(_argv: list[str] | None = None) -> int:
    """Read what the parent sends (one line of settings, then the file) and answer with frames."""
    content_of, answer = sys.stdin.buffer, sys.stdout.buffer
    settings = json.loads(content_of.readline())
    limit_memory(int(settings["memory_mib"]))
    # Rows and elements hold no circles, and the process ends with the file.
    gc.disable()
    out = RowsOut(answer)
    try:
        read_workbook(content_of.read(), out, str(settings["file"]), is_plain=bool(settings["is_plain"]))
    except Refusal as refusal:
        out.refuse(refusal)
    except (MemoryError, RecursionError):
        out.refuse(Refusal("table-too-big-inside", file=str(settings["file"])))
    answer.flush()
    return 0


def read_workbook(content: bytes, out: RowsOut, file: str, *, is_plain: bool) -> None:
    """Send a workbook's rows: fast where the scan found it plain, carefully otherwise.

    Raises:
        Refusal: It cannot be read safely.
    """
    parts = read_directory(content, file)
    if is_plain:
        try:
            read_fast(content, parts, out, file)
        except NotPlainError:
            out.start_again()
            is_plain = False
    if not is_plain:
        from village_desk.exchange.reading.careful_reader import read_carefully  # few files need it

        read_carefully(content, parts, out, file)
    out.end()


def limit_memory(mebibytes: int) -> None:
    """Bound the memory where the system can; on Windows the clock and the scan's limits stand alone."""
    if sys.platform == "win32":
        return
    import resource

    size = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
