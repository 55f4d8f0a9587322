"""Row ids: UUID version 7, so that rows made later sort later on every machine."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_id() -> str:
    """A new id; unique without asking anybody, so that two desks never clash."""
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | (noise >> 62 & 0xFFF) << 64
    value |= 0b10 << 62 | noise & ((1 << 62) - 1)
    return str(UUID(int=value))
