"""The measures of the catalogue 措施目录: what each raises, for whom, under which help it is filed."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Aim(StrEnum):
    """What a measure raises or spares."""

    WAGES = "wages"
    PRODUCTION = "production"
    PROPERTY = "property"
    TRANSFER = "transfer"
    MEMO = "memo"
    """Received and recorded, never counted as income."""
    SAVING = "saving"
    """It spares an outlay; no income comes of it."""


class CatalogueMeasure(Struct, frozen=True):
    """One kind of measure (domain.md 6.2) with its usual income item and unit."""

    code: str
    label: str
    aim: Aim
    help: str
    """The column of the national system it is filed under: a key of the household such as industry_help."""
    for_person: bool = False
    """It is made for one member, not for the household as a whole."""
    item: str | None = None
    """The income item in which it usually shows."""
    unit: str | None = None
    groups: tuple[str, ...] = ()
    """The groups of households (plan_group) for which it is suggested."""
    needs_labour: bool = False
    """It makes sense only for somebody who can work."""
    aliases: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    """The checks that call for it when they find something."""
