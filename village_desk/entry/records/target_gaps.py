"""The year's target per head worked back to each household, beside what its plan already expects."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.calendar import near_line_percent
from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.targets import profile_targets
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import why_not
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.scene import Group, is_in
from village_desk.rules.money import Fen
from village_desk.rules.months import Window, last_month_over, rolling_window
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.planning import measures_for, planned_increment
from village_desk.rules.reading import NotUnderstoodError, read_money
from village_desk.rules.refusals import Refusal
from village_desk.rules.target_gaps import (
    GapSums,
    MeanGap,
    Reach,
    TargetGap,
    gaps_together,
    mean_gap,
    sums_by_reach,
    target_gap,
)

_INCOME = "per_capita_net_income"


class AskedTarget(Struct, frozen=True):
    """The target per head that is worked back, of whom, and where it is from."""

    yuan: Fen
    group: Group
    source: str


class GapRow(Struct, frozen=True):
    """A household's row: what it lacks, and what its measures are expected to bring."""

    gap: TargetGap
    planned: Fen

    @property
    def left(self) -> Fen:
        """What no measure of its plan makes up for."""
        return Fen(max(0, self.gap.lacking - self.planned))


class VillageGaps(Struct, frozen=True):
    """The village beside its target: the greatest lack first, those not asked for it last."""

    target: AskedTarget
    window: Window
    rows: tuple[GapRow, ...]
    sums: dict[Reach, GapSums]
    mean: MeanGap


def stated_target(sitting: Sitting, year: int) -> AskedTarget | None:
    """What the policy asks per head in a year, else its line; None where it states neither."""
    for target in profile_targets(sitting.settings.profile).get(year, ()):
        if target.indicator == _INCOME and target.figure is not None:
            return AskedTarget(Fen(int(target.figure)), target.group, target.source)
    line = sitting.settings.line_for(year)
    return None if line is None else AskedTarget(line, Group.LIFTED, sitting.settings.policy.line_name)


def tried_target(known: AskedTarget | None, text: str) -> AskedTarget:
    """Another target in yuan per head, of the same households; kept nowhere.

    Raises:
        Refusal: ``not-understood``.
    """
    try:
        amount = read_money(text.strip())
    except NotUnderstoodError as error:
        raise Refusal("not-understood", column=say("gaps.target"), value=text, why=why_not(error)) from None
    if amount is None or amount <= 0:
        why = say("not-understood.not-above-zero")
        raise Refusal("not-understood", column=say("gaps.target"), value=text, why=why)
    tried = AskedTarget(amount, Group.LIFTED, say("gaps.tried"))
    return tried if known is None else replace(tried, group=known.group)


def village_gaps(sitting: Sitting, picture: VillagePicture, year: int, target: AskedTarget) -> VillageGaps:
    """Work a target back over the last twelve months that are over, as far as the quarter in hand."""
    window = rolling_window(min(last_month_over(sitting.today), sitting.quarter.window.last))
    catalogue, near = measure_catalogue(), near_line_percent()
    households = [one for one in picture.households if is_in(one.household, target.group)]
    gaps = [target_gap(one, sitting.reckoner, window, target.yuan, near) for one in households]
    rows = [
        GapRow(gap, planned_increment(measures_for(gap.picture, year), catalogue))
        for gap in sorted(gaps, key=_place)
    ]
    mean = mean_gap(gaps, target.yuan, sitting.reckoner, window)
    return VillageGaps(target, window, tuple(rows), sums_by_reach(gaps), mean)


def without_rows(gaps: VillageGaps) -> VillageGaps:
    """The sums alone: the pictures of the households go with the rows."""
    return replace(gaps, rows=())


def gaps_of_villages(villages: Sequence[VillageGaps], reckoner: Reckoner) -> VillageGaps | None:
    """The sums of several villages beside the same target; None where there is no village."""
    if not villages:
        return None
    first = villages[0]
    whole = reckoner.total(one.mean.income for one in villages)
    sums = gaps_together(one.sums for one in villages)
    return VillageGaps(first.target, first.window, (), sums, MeanGap(whole, first.target.yuan))


def _place(gap: TargetGap) -> tuple[bool, int]:
    return (gap.reach is Reach.SAFETY_NET, -(gap.gap if gap.gap is not None else -(10**12)))
