"""``income`` and ``check``: what households earned and what is wrong with their records."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import sitting_at
from village_desk.commands.periods import read_quarter, read_window, read_year
from village_desk.definitions.bases import counting_bases, counting_basis, with_exceptions
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.rules.income import Income, Reckoner
from village_desk.rules.money import yuan_text
from village_desk.rules.months import Window, month_text
from village_desk.rules.population import registered_count
from village_desk.rules.refusals import Refusal
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.findings import Finding


def income(options: Namespace) -> int:
    """Print every household's income in a window, and the village's."""
    with sitting_at(options.book) as sitting:
        window = read_window(options.window, read_year(str(options.year)), sitting.settings.year_mode)
        reckoner = _reckoner(sitting, options.basis)
        with sitting.book.reading() as reading:
            picture = village_picture(reading, sitting.book.village.name)
    rows = []
    incomes = []
    for household in picture.households:
        divisor = reckoner.divisor(household.persons, window, household.household.stated_members_year)
        incomes.append(reckoner.income(household.lines, window, divisor))
        names = {"number": household.household.number, "head": household.household.head_name}
        registered = registered_count(household.persons, window.last_day)
        rows.append({**names, **income_shape(incomes[-1]), "registered": registered})
    total = reckoner.total(incomes)
    document = {
        "year": options.year,
        "window": window_shape(window),
        "basis": reckoner.basis.id,
        "households": rows,
        "village": {**income_shape(total), "households": len(rows)},
    }
    sentence = say(
        "commands.income-done",
        window=window.text(),
        basis=reckoner.basis.name,
        households=len(rows),
        persons=total.persons,
        net=yuan_text(total.net),
        per_capita=yuan_text(total.per_capita) or "—",
    )
    answer(document, sentence, as_json=options.json)
    return DONE


def check(options: Namespace) -> int:
    """Run the rules over the village for a quarter; exit 1 when there are findings."""
    from village_desk.store.reckoned.earlier import earlier
    from village_desk.store.reckoned.findings import check_day, finding_shape, village_findings

    with sitting_at(options.book) as sitting:
        quarter = read_quarter(options.period, sitting.settings.year_mode)
        with sitting.book.reading() as reading:
            picture = village_picture(reading, sitting.book.village.name)
            as_of = check_day(quarter, sitting.today)
            looked_up = earlier(reading, picture.households, as_of, quarter)
        findings = village_findings(picture, sitting.settings, quarter, as_of, earlier=looked_up)
    counts: dict[str, int] = dict.fromkeys(("必改", "疑点", "提示"), 0)
    for finding in findings:
        counts[finding.level] += 1
    document = {"period": quarter.name, "findings": [finding_shape(f) for f in findings], "counts": counts}
    head = say(
        "commands.check-done", period=quarter.text(), window=quarter.window.text(), **_count_words(counts)
    )
    lines = [_finding_line(finding) for finding in findings]
    answer(document, "\n".join([*lines, head]), as_json=options.json)
    return FINDINGS if any(finding.state == "open" for finding in findings) else DONE


def income_shape(income: Income) -> dict[str, object]:
    """One income as the command line prints it: yuan as text, missing as null."""
    parts = ("wages", "production", "cost", "property", "transfer", "net", "per_capita")
    amounts = {name: yuan_text(getattr(income, name)) or None for name in parts}
    return {"persons": income.persons, **amounts}


def window_shape(window: Window) -> dict[str, str]:
    """A window by its first and last month."""
    return {"from": month_text(window.first), "to": month_text(window.last)}


def _reckoner(sitting: Sitting, basis: str) -> Reckoner:
    if not basis:
        return sitting.reckoner
    if basis not in counting_bases():
        raise Refusal("unknown-basis", value=basis, known="、".join(counting_bases()))
    return Reckoner(sitting.reckoner.items, with_exceptions(counting_basis(basis), sitting.settings.counting))


def _finding_line(finding: Finding) -> str:
    words = (finding.rule, finding.level, finding.household_number, finding.head_name, finding.person_name)
    return " ".join([*(word for word in words if word), finding.message])


def _count_words(counts: Mapping[str, int]) -> dict[str, int]:
    return {"must": counts["必改"], "doubts": counts["疑点"], "hints": counts["提示"]}
