"""The indicators of policies.md: one pure function each, with who stands behind every figure."""

from village_desk.rules.indicators import (
    dues,
    employment,
    entitled,
    flow,
    income,
    industry,
    monitoring,
    produce,
    quality,
    skills,
    village,
)

__all__ = [
    "dues",
    "employment",
    "entitled",
    "flow",
    "income",
    "industry",
    "monitoring",
    "produce",
    "quality",
    "skills",
    "village",
]
