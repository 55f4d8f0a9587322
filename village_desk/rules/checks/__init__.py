"""The checks of the field (domain.md 3): one pure function for each rule of resources/rules."""

from village_desk.rules.checks import (
    composition,
    contact,
    duplicates,
    education,
    identity,
    income_change,
    income_level,
    income_sums,
    income_support,
    kinship,
    labour,
    living,
)

__all__ = [
    "composition",
    "contact",
    "duplicates",
    "education",
    "identity",
    "income_change",
    "income_level",
    "income_sums",
    "income_support",
    "kinship",
    "labour",
    "living",
]
