"""Parts of the village: its 小组, and what the list shows 只看: those of a class, monitored, with a risk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.entry.register import RegisterRow


class RegisterClass(Struct, frozen=True):
    """Some of the village's households, by what they have in common."""

    name: str
    is_of: Callable[[RegisterRow], bool]


def groups_of(rows: Sequence[RegisterRow]) -> list[RegisterClass]:
    """The 小组 of a village in the order of its list; households without one come as one too."""
    return [_of_group(name) for name in dict.fromkeys(row.group for row in rows)]


def classes_of(rows: Sequence[RegisterRow]) -> list[RegisterClass]:
    """The classes that a village has, by the answer first; one with nobody in it is left out."""
    known = [
        *(_of_class(name) for name in _named(row.household_class for row in rows)),
        RegisterClass(say("households.only_monitored"), _is_monitored),
        RegisterClass(say("households.only_removed"), _is_removed),
        *(_of_risk(name) for name in _named(risk for row in rows for risk in row.risks)),
    ]
    return [one for one in known if any(map(one.is_of, rows))]


def _of_group(name: str) -> RegisterClass:
    return RegisterClass(name or say("sheet.no_group"), lambda row: row.group == name)


def _of_class(name: str) -> RegisterClass:
    return RegisterClass(name, lambda row: row.household_class == name)


def _of_risk(name: str) -> RegisterClass:
    """Households monitored for a risk that has not been removed."""
    return RegisterClass(
        say("households.only_risk", risk=name), lambda row: name in row.risks and _is_monitored(row)
    )


def _is_monitored(row: RegisterRow) -> bool:
    return bool(row.monitoring_class) and not row.risk_removed


def _is_removed(row: RegisterRow) -> bool:
    return bool(row.monitoring_class) and bool(row.risk_removed)


def _named(names: Iterable[str]) -> list[str]:
    """Each name once, as they first come."""
    return [name for name in dict.fromkeys(names) if name]
