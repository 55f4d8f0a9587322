"""The township's own checks: the same rules, over one village of its book as if it stood alone."""

from __future__ import annotations

from datetime import date

from village_desk.rules.exchange_records import Package
from village_desk.rules.months import quarter_of
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import walking_order
from village_desk.store.reading import Reading
from village_desk.store.reckoned.findings import FIXED, Finding, check_day
from village_desk.store.reckoned.findings_over import book_findings_over
from village_desk.store.settings import book_settings
from village_desk.store.villages.one_village import one_village


def findings_of(reading: Reading, package: Package, today: date) -> list[Finding]:
    """What the rules find in a village for the quarter of its package, in walking order.

    They go by the village's own settings, and no more than a household stands in memory.

    Raises:
        Refusal: ``package-not-checkable``: its settings or rows are such that no rule can be asked.
    """
    with one_village(reading, package.village_code) as village:
        try:
            settings = book_settings(village, package.profile)
            quarter = quarter_of(package.quarter, settings.year_mode)
            of_quarter = [(quarter, check_day(quarter, today))]
            found = {one: findings for one, (findings,) in book_findings_over(village, settings, of_quarter)}
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            # A village's key signs what a village's program never writes: nothing in its text may get out.
            raise Refusal("package-not-checkable", name=package.village_name) from None
    walked = sorted(found, key=walking_order)
    return [finding for one in walked for finding in found[one] if finding.state != FIXED]
