"""Indicators of the monitoring flow: identified, risk removed, still open, by channel, class and risk."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from village_desk.rules.followup_records import PROCEDURE_IDENTIFY
from village_desk.rules.indicators.figure import Figure, Unit, head_count
from village_desk.rules.indicators.registry import indicator
from village_desk.rules.indicators.scene import Group, Scene, household_behind, is_in
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture

CHANNELS = {
    "households": "农户自主申报",
    "departments": "部门筛查预警",
    "cadres": "干部走访",
    "leads": "问题线索核实",
}
"""发现渠道, by the ending of the indicator that counts what came through it."""
CLASSES = {"unstable": "脱贫不稳定户", "marginal": "边缘易致贫户", "struck": "突发严重困难户"}
"""监测对象类别, by the ending of the indicators of their flow."""
RISKS = {
    "illness": "因病",
    "schooling": "因学",
    "disability": "因残",
    "disaster": "因自然灾害",
    "accident": "因意外事故",
    "failed_trade": "因产业项目失败",
    "unstable_work": "因务工就业不稳",
    "lack_of_labour": "缺劳动力",
    "house": "因安全住房",
    "water": "因安全饮水",
    "other": "其他",
}
"""致贫返贫风险 of the national system, by the ending of the indicators of their flow."""

_Flow = Callable[[Scene, Group], list[HouseholdPicture]]
_Kinds = Callable[[HouseholdPicture], Iterable[str | None]]


def identified(scene: Scene, group: Group) -> list[HouseholdPicture]:
    """Households that became monitored during the year."""
    return [one for one in scene.of(group) if (one.household.monitored_from or Month(0)) in scene.window]


def removed(scene: Scene, group: Group) -> list[HouseholdPicture]:
    """Households whose risk was removed during the year."""
    return [
        one
        for one in scene.of(group)
        if one.household.risk_removed and (one.household.monitored_until or Month(0)) in scene.window
    ]


def still_open(scene: Scene, group: Group) -> list[HouseholdPicture]:
    """Monitored households whose risk has not been removed."""
    return [one for one in scene.of(group) if is_in(one, Group.MONITORED)]


@indicator("monitoring_identified", Unit.COUNT, Group.RURAL)
def monitoring_identified(scene: Scene, group: Group) -> Figure:
    """Households that became monitored during the year."""
    return head_count(map(household_behind, identified(scene, group)))


@indicator("monitoring_removed", Unit.COUNT, Group.RURAL)
def monitoring_removed(scene: Scene, group: Group) -> Figure:
    """Households whose risk was removed during the year."""
    return head_count(map(household_behind, removed(scene, group)))


@indicator("monitoring_open", Unit.COUNT, Group.MONITORED)
def monitoring_open(scene: Scene, group: Group) -> Figure:
    """Monitored households whose risk has not been removed."""
    return head_count(map(household_behind, still_open(scene, group)))


def _channel(one: HouseholdPicture) -> list[str | None]:
    """Through which channel the newest procedure of identification says that it came."""
    told = [
        procedure
        for procedure in one.procedures
        if procedure.kind == PROCEDURE_IDENTIFY and procedure.discovery
    ]
    return [max(told, key=lambda one: one.id).discovery] if told else []


def _class(one: HouseholdPicture) -> list[str | None]:
    return [one.household.monitoring_class]


def _risks(one: HouseholdPicture) -> list[str | None]:
    """Each risk that it has: with several it counts under each."""
    household = one.household
    return [household.risk_1, household.risk_2, household.risk_3, household.risk_4, household.risk_5]


def _file(name: str, flow: _Flow, kinds: _Kinds, kind: str) -> None:
    def reckon(scene: Scene, group: Group) -> Figure:
        households = flow(scene, group)
        of_kind = [one for one in households if kind in kinds(one)]
        return head_count(map(household_behind, of_kind), map(household_behind, households))

    indicator(name, Unit.COUNT, Group.RURAL)(reckon)


def _file_all() -> None:
    for ending, channel in CHANNELS.items():
        _file(f"found_by_{ending}", identified, _channel, channel)
    for ending, kind in CLASSES.items():
        _file(f"identified_{ending}", identified, _class, kind)
        _file(f"removed_{ending}", removed, _class, kind)
        _file(f"open_{ending}", still_open, _class, kind)
    for ending, risk in RISKS.items():
        _file(f"identified_by_{ending}", identified, _risks, risk)
        _file(f"removed_by_{ending}", removed, _risks, risk)
        _file(f"open_by_{ending}", still_open, _risks, risk)


_file_all()
