"""自定义汇总: rows, columns, which rows, in which order, summed how; kept under a name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary that somebody has put together and named."""

    id: str
    village_code: str
    name: str
    definition: str
    """What it shows, as written_summary writes it."""
