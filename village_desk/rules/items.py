"""The income items of the ledger, and the counting bases 口径 that say what each does to the net."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from village_desk.rules.money import Fen, Thousandths


class Category(StrEnum):
    """Where an item stands on an income sheet."""

    WAGES = "wages"
    PRODUCTION = "production"
    COST = "cost"
    PROPERTY = "property"
    TRANSFER = "transfer"
    MEMO = "memo"
    """Recorded so that nobody asks why it is missing; never income."""
    OUTLAY = "outlay"
    """Transfer spending that only disposable income (P3) takes away."""
    TAX = "tax"
    """Taxes and depreciation, which P2 takes away."""
    GIFT = "gift"
    """Gifts to kin outside the village, which P2 takes away."""
    CLAIM = "claim"
    """Insurance claims 理赔收入, which P4 adds."""
    OWN_PAYMENT = "own_payment"
    """Compliant own payments 合规自付支出, which P4 takes away."""


class Counting(StrEnum):
    """The mark of an item under a basis; the value is the word on screen."""

    COUNTED = "计入"
    MEMO = "不计入"
    SEPARATE = "另列"


class IncomeItem(Struct, frozen=True):
    """One item of the ledger's tree (domain.md 2.2), with its usual mark and the bounds of what is likely."""

    code: str
    label: str
    category: Category
    branch: str
    """The group it is listed under, for example 种植."""
    owner: str
    """Who has it: ``person``, ``household`` or ``either``."""
    unit: str | None = None
    """Unit that a quantity is first offered in."""
    scale_unit: str | None = None
    """Unit of the scale behind it: mu sown, head kept."""
    counting: Counting = Counting.COUNTED
    sign: int = 1
    """-1 for a deduction inside its category: the living cost of working away."""
    cost_of: str | None = None
    """The branch whose cost this is."""
    cost_percent: int | None = None
    """Usual cost as a share of gross output, whole percent (domain.md 2.6)."""
    evidence_by_quantity: bool = False
    """An amount alone does not do: quantity and unit price stand behind it."""
    yield_low: Thousandths | None = None
    """Kilograms per mu below which a yield is doubted."""
    yield_high: Thousandths | None = None
    price_low: Thousandths | None = None
    """Yuan per kilogram, or per head where the unit is no weight."""
    price_high: Thousandths | None = None
    month_limit: Fen | None = None
    """Most that is usual in one month."""
    year_limit: Fen | None = None
    """Most that is usual in one year."""
    season: tuple[int, ...] = ()
    """Months 1 to 12 in which it usually comes in; empty means all year."""
    valid_from: date | None = None
    valid_until: date | None = None
    aliases: tuple[str, ...] = ()
    """Other headings it is known by in workbooks."""

    def is_offered_on(self, day: date) -> bool:
        """Whether a new line may still be given this item on a day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)


class CountingBasis(Struct, frozen=True):
    """A formula and the mark of each item under it; every sheet names it, so that figures compare."""

    id: str
    name: str
    formula_text: str
    adds: frozenset[Category]
    takes: frozenset[Category]
    divisor: str
    """Whom the net is divided by: ``counted``, ``registered`` or ``stated`` members."""
    counting: Mapping[str, Counting] = field(default_factory=dict)
    """Marks that differ from the items' own, by item code."""
    revision: int = 1

    def __hash__(self) -> int:
        return hash(self.id)

    def counting_of(self, item: IncomeItem) -> Counting:
        """The mark of an item under this basis."""
        return self.counting.get(item.code, item.counting)

    def effect_of(self, item: IncomeItem) -> int:
        """What a positive amount does to the net: 1 adds, -1 takes away, 0 stands beside."""
        if self.counting_of(item) is not Counting.COUNTED:
            return 0
        if item.category in self.adds:
            return item.sign
        return -item.sign if item.category in self.takes else 0
