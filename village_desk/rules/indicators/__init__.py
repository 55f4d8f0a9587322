"""The indicators of policies.md: one pure function each, with who stands behind every figure."""

from village_desk.rules.indicators import employment, income, monitoring

__all__ = ["employment", "income", "monitoring"]
