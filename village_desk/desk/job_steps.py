"""Lets work that tells how many pieces are done and how many there are move the bar of a job."""

from __future__ import annotations

from collections.abc import Callable

from village_desk.desk.jobs import Progress


def steps_of(progress: Progress) -> Callable[[int, int], None]:
    """What long work calls with pieces done and all; CancelledJobError passes through and ends the work."""
    told = [0, -1]

    def tell(done: int, total: int) -> None:
        if total != told[1]:
            progress.expect(total)
            told[1] = total
        progress.step(max(0, done - told[0]))
        told[0] = max(done, told[0])

    return tell
