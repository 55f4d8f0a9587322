"""Which backups are kept: the last ten, then days, weeks and months, along their sequence, not the clock.

Old desks lose their clock with the battery: a jump to 2000 or 2099 begins a new day, it makes nothing old.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from village_desk.store.backup_file import Manifest

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
    days = _own_days(newest_first[::-1])
    kept = {backup.sequence for backup in newest_first[:LAST]}
    for span, most in ((1, DAYS), (_DAYS_A_WEEK, WEEKS), (_DAYS_A_MONTH, MONTHS)):
        kept |= _newest_of_each(
            [(days[backup.sequence] // span, backup.sequence) for backup in newest_first], most
        )
    return {backup.sequence for backup in backups} - kept


def _newest_of_each(spans: list[tuple[int, int]], most: int) -> set[int]:
    newest: dict[int, int] = {}
    for span, sequence in spans:
        if len(newest) < most:
            newest.setdefault(span, sequence)
    return set(newest.values())


def _own_days(oldest_first: Sequence[Manifest]) -> dict[int, int]:
    """Number the days so that they never run backwards; with a good clock they are the calendar's."""
    days: dict[int, int] = {}
    before, day = None, 0
    for backup in oldest_first:
        now = _moment(backup.made_at)
        if before is None:
            day = now.toordinal()
        elif now < before - _CLOCK_WAVERS:
            day += 1
        else:
            day += max(now.toordinal() - before.toordinal(), 0)
        before = now
        days[backup.sequence] = day
    return days


def _moment(made_at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
