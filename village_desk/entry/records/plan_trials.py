"""What if: another price, yield, number of months or wage of a measure, reckoned through and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.words import say
from village_desk.entry.typing import why_not
from village_desk.rules.chosen_records import Price
from village_desk.rules.income import Reckoner
from village_desk.rules.money import Fen, Thousandths, amount_of, divide_half_up, per_head, quantity_text
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.planning import baseline_net, gap, measures_for, planned_increment, what_if
from village_desk.rules.reading import NotUnderstoodError, read_money, read_number
from village_desk.rules.refusals import Refusal
from village_desk.rules.support_records import Measure

_TIMES, _LESS = "×", "-"
_MOST_FACTORS = 3


class Outcome(Struct, frozen=True):
    """What a plan would come to if a measure brought another amount."""

    amount: Fen
    """What the trial comes to."""
    known: Fen | None
    """What the measure is expected to bring now."""
    gap_now: Fen | None
    """What the plan's measures lack of the target."""
    gap_then: Fen | None
    per_head_now: Fen | None
    """Baseline and increments over the baseline's persons."""
    per_head_then: Fen | None


def trial(text: str) -> Fen:
    """What a quantity, times yuan for each, times how often comes to, less a cost in yuan.

    ``2*1500`` are months and a wage, ``3*4500*10`` persons, wage and months, ``5*800*1.2-1500`` mu, yield,
    price and cost.

    Raises:
        Refusal: ``not-understood``: it is not two or three numbers with × between.
    """
    product, less, cost = text.replace("－", _LESS).rpartition(_LESS)
    if not less:
        product, cost = text, ""
    try:
        parts = product.replace("*", _TIMES).lower().replace("x", _TIMES).split(_TIMES)
        numbers = [read_number(part) for part in parts]
        taken = read_money(cost) if less else Fen(0)
    except NotUnderstoodError as error:
        raise _odd(text, why_not(error)) from None
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers) or not 2 <= len(known) <= _MOST_FACTORS or taken is None:
        raise _odd(text, say("plans.trial_form"))
    quantity, each, *times = known
    whole = what_if(quantity, each)
    whole = what_if(Thousandths(whole * 10), times[0]) if times else whole
    return Fen(whole - taken)


def first_trial(measure: Measure, prices: Mapping[str, Price], reckoner: Reckoner) -> str:
    """A measure as a trial to be changed: by the township's yield, price and cost, else by what it says."""
    price, item = prices.get(measure.item or ""), reckoner.items.get(measure.item or "")
    if measure.quantity is None:
        return ""
    quantity = quantity_text(measure.quantity)
    if price is not None and item is not None and price.price_usual is not None:
        if measure.unit == item.scale_unit and price.yield_usual is not None:
            cost = amount_of(measure.quantity, price.cost_each or Thousandths(0))
            less = f"{_LESS}{quantity_text(Thousandths(cost * 10))}" if cost else ""
            factors = (quantity, quantity_text(price.yield_usual), quantity_text(price.price_usual))
            return _TIMES.join(factors) + less
        if measure.unit == price.unit:
            return _TIMES.join((quantity, quantity_text(price.price_usual)))
    if not measure.increment or measure.quantity <= 0:
        return ""
    each = Thousandths(divide_half_up(measure.increment * 10_000, measure.quantity))
    return _TIMES.join((quantity, quantity_text(each)))


def outcome(picture: HouseholdPicture, year: int, measure: Measure, amount: Fen) -> Outcome:
    """The household's plan as it is and as it would be with another increment of a measure."""
    plan, measures, catalogue = picture.plan_for(year), measures_for(picture, year), measure_catalogue()
    tried = [replace(one, increment=amount) if one.id == measure.id else one for one in measures]
    start, persons = baseline_net(plan), (plan.baseline_persons or 0) if plan else 0

    def head(of: list[Measure]) -> Fen | None:
        return None if start is None else per_head(Fen(start + planned_increment(of, catalogue)), persons)

    return Outcome(
        amount,
        measure.increment,
        gap(plan, measures, catalogue),
        gap(plan, tried, catalogue),
        head(measures),
        head(tried),
    )


def _odd(text: str, why: str) -> Refusal:
    return Refusal("not-understood", column=say("plans.trial"), value=text[:100], why=why)
