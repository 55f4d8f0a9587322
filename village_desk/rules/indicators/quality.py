"""Indicators of the data themselves: what the checks still find open, and who has an income entered."""

from __future__ import annotations

from village_desk.rules.indicators.figure import NOTHING, Behind, Figure, Unit, head_count, rate
from village_desk.rules.indicators.registry import CHECKS, indicator
from village_desk.rules.indicators.scene import Group, Scene, household_behind
from village_desk.rules.pictures import Checked


@indicator("open_must_change", Unit.COUNT, Group.RURAL, less_is_better=True, needs=CHECKS)
def open_must_change(scene: Scene, group: Group) -> Figure:
    """Households with an open 必改 in the quarter checked."""
    checked = _checked(scene)
    return head_count(*_split(scene, group, checked.must_change)) if checked else NOTHING


@indicator("open_doubts", Unit.COUNT, Group.RURAL, less_is_better=True, needs=CHECKS)
def open_doubts(scene: Scene, group: Group) -> Figure:
    """Households with a 疑点 that nobody has explained in the quarter checked."""
    checked = _checked(scene)
    return head_count(*_split(scene, group, checked.doubts)) if checked else NOTHING


@indicator("sound_data_rate", Unit.RATE, Group.RURAL, needs=CHECKS)
def sound_data_rate(scene: Scene, group: Group) -> Figure:
    """Households of which neither is open among all."""
    checked = _checked(scene)
    if checked is None:
        return NOTHING
    wrong, everybody = _split(scene, group, checked.must_change | checked.doubts)
    return rate([one for one in everybody if one not in wrong], everybody)


@indicator("entered_rate", Unit.RATE, Group.RURAL)
def entered_rate(scene: Scene, group: Group) -> Figure:
    """Households that have anything of the year entered in the ledger among all."""
    entered = [household_behind(one.picture) for one in scene.entered(group)]
    return rate(entered, map(household_behind, scene.of(group)))


def _checked(scene: Scene) -> Checked | None:
    """What the checks found, if a quarter of the year was checked."""
    checked = scene.village.checked
    return checked if checked is not None and checked.quarter in scene.window else None


def _split(scene: Scene, group: Group, ids: frozenset[str]) -> tuple[list[Behind], list[Behind]]:
    """Those of a group with certain ids, and the whole group."""
    everybody = [household_behind(one) for one in scene.of(group)]
    return [one for one in everybody if one.household_id in ids], everybody
