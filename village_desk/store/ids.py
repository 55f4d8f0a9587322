"""Row ids: UUID version 7, rising with every id made, so that rows sort in the order they were made."""

from __future__ import annotations

import os
import time
from threading import Lock

_COUNT_BITS = 12
_lock = Lock()
_newest = 0


def new_id() -> str:
    """A new id; unique without asking anybody, so that two desks never clash.

    Within one millisecond the ids count up; a clock that is set back does not turn the order round.
    """
    stamp = _next_stamp()
    milliseconds, count = stamp >> _COUNT_BITS, stamp & ((1 << _COUNT_BITS) - 1)
    noise = 0b10 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    digits = f"{milliseconds & ((1 << 48) - 1):012x}7{count:03x}{noise:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _next_stamp() -> int:
    global _newest  # noqa: PLW0603 - the order of ids is the process's own
    with _lock:
        _newest = max(time.time_ns() // 1_000_000 << _COUNT_BITS, _newest + 1)
        return _newest
