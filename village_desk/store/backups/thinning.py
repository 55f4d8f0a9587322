"""Which backups are kept: the last ten, then days, weeks and months, along their sequence, not the clock.

Old desks lose their clock with the battery: a jump to 2000 or 2099 begins a new day, it makes nothing old.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from village_desk.store.backups.backup_file import Manifest

LAST, DAYS, WEEKS, MONTHS = 10, 14, 8, 12
EVERY_MINUTES = 30

_DAYS_A_WEEK, _DAYS_A_MONTH = 7, 30
_CLOCK_WAVERS = timedelta(hours=1)


def is_due(*, changed: bool, minutes_since: float) -> bool:
    """Tell whether work has gone on for so long since the last backup that another is due."""
    return changed and minutes_since >= EVERY_MINUTES


def sequences_to_remove(backups: Sequence[Manifest]) -> set[int]:
    """Choose the backups of one book that are no longer needed; the newest ten are never among them."""
    newest_first = sorted(backups, key=lambda backup: backup.sequence, reverse=True)
    kept = {backup.sequence for backup in newest_first[:LAST]}
    for days, most in ((1, DAYS), (_DAYS_A_WEEK, WEEKS), (_DAYS_A_MONTH, MONTHS)):
        kept |= _newest_of_each(newest_first, days, most)
    return {backup.sequence for backup in backups} - kept


def day_after(before: Manifest | None, now: datetime) -> int:
    """Number the day of a new backup so that the numbers never run backwards.

    With a good clock they are the calendar's; a clock that has been set back begins a new day.
    """
    if before is None:
        return now.toordinal()
    last = _moment(before.made_at)
    if now < last - _CLOCK_WAVERS:
        return before.day + 1
    return before.day + max(now.toordinal() - last.toordinal(), 0)


def _newest_of_each(newest_first: Sequence[Manifest], days: int, most: int) -> set[int]:
    newest: dict[int, int] = {}
    for backup in newest_first:
        if len(newest) < most:
            newest.setdefault(backup.day // days, backup.sequence)
    return set(newest.values())


def _moment(made_at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
