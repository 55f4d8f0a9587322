"""Indicators of the monitoring flow: identified, risk removed, still open, by channel, class and risk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from village_desk.rules.followup_records import PROCEDURE_IDENTIFY
from village_desk.rules.indicators.figure import Figure, FigureRow, Unit, head_count
from village_desk.rules.indicators.registry import indicator
from village_desk.rules.indicators.scene import Group, Scene, household_behind, is_in
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture

CLASSES = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
"""监测对象类别."""
CHANNELS = ("农户自主申报", "部门筛查预警", "干部走访", "问题线索核实")
"""发现渠道."""
RISKS = (
    *("因病", "因学", "因残", "因自然灾害", "因意外事故", "因产业项目失败", "因务工就业不稳"),
    *("缺劳动力", "因安全住房", "因安全饮水", "其他"),
)
"""致贫返贫风险 of the national system."""

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
    return [one for one in scene.of(group) if is_in(one.household, Group.MONITORED)]


@indicator("monitoring_identified", Unit.COUNT, Group.RURAL)
def monitoring_identified(scene: Scene, group: Group) -> Figure:
    """Households that became monitored during the year; by class, by channel and by risk."""
    return _told_apart(identified(scene, group), (CLASSES, _class), (CHANNELS, _channel), (RISKS, _risks))


@indicator("monitoring_removed", Unit.COUNT, Group.RURAL)
def monitoring_removed(scene: Scene, group: Group) -> Figure:
    """Households whose risk was removed during the year; by class and by risk."""
    return _told_apart(removed(scene, group), (CLASSES, _class), (RISKS, _risks))


@indicator("monitoring_open", Unit.COUNT, Group.MONITORED)
def monitoring_open(scene: Scene, group: Group) -> Figure:
    """Monitored households whose risk has not been removed; by class and by risk."""
    return _told_apart(still_open(scene, group), (CLASSES, _class), (RISKS, _risks))


def _told_apart(households: Sequence[HouseholdPicture], *ways: tuple[Sequence[str], _Kinds]) -> Figure:
    """The households, and a row for each kind of each way to tell them apart."""
    everybody = [household_behind(one) for one in households]
    rows = (
        FigureRow(kind, head_count((household_behind(o) for o in households if kind in kinds(o)), everybody))
        for known, kinds in ways
        for kind in known
    )
    return replace(head_count(everybody), rows=tuple(rows))


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
