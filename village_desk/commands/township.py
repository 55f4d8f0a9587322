"""``return``, ``matrix`` and ``receipt``: the township's answers, and the village that opens one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping

from village_desk.commands.answers import DONE, answer, refusal_document
from village_desk.commands.opening import sitting_at
from village_desk.commands.parameters import changes_shape, pack_shape, taken_over
from village_desk.commands.periods import read_year
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.exchange.packages.inquiries import ask
from village_desk.exchange.packages.matrix import Cell, Coming, MatrixRow, due_on, matrix_of
from village_desk.exchange.packages.receipts import open_receipt
from village_desk.exchange.packages.returning import Returned, packages_to_answer, write_return
from village_desk.exchange.parameters.loading import offered, refuse_stranger, refuse_unfit
from village_desk.exchange.parameters.pack import pack_of_book
from village_desk.rules.months import Quarter
from village_desk.rules.refusals import Refusal


def write_returns(options: Namespace) -> int:
    """Write the answer to every package that waits for one, or to one village's newest."""
    with sitting_at(options.book) as sitting:
        if sitting.book.village.kind != "town":
            raise Refusal("not-a-town-book")
        with sitting.book.reading() as reading:
            packages = packages_to_answer(reading, options.village)
        book, today = sitting.book, sitting.today
        pack = pack_of_book(book, sitting.settings, today) if options.with_parameters else ""
        made = [
            write_return(book, package, options.to, sitting.who, today, pack=pack) for package in packages
        ]
    asked = sum(one.receipt.questions for one in made)
    sentence = say("commands.return-done", villages=len(made), questions=asked)
    answer({"returns": [_return_shape(one) for one in made]}, sentence, as_json=options.json)
    return DONE


def receipt(options: Namespace) -> int:
    """Take in the township's answer: its questions join the problem list."""
    with sitting_at(options.book) as sitting:
        opened = open_receipt(sitting.book, options.file, sitting.who, sitting.today)
        parameters = _parameters(sitting, opened.pack, is_taken=options.take_parameters)
    document = {
        "town": opened.town,
        "period": opened.receipt.period,
        "sequence": opened.receipt.sequence,
        "received_on": opened.receipt.received_on,
        "households": opened.receipt.households,
        "persons": opened.receipt.persons,
        "lines": opened.receipt.lines,
        "findings": dict(opened.receipt.findings),
        "questions": opened.receipt.questions,
        "new": opened.asked,
        "known": opened.known,
        "decisions": opened.receipt.decisions,
        "decided": opened.decided,
        "parameters": parameters,
    }
    sentence = say(
        "commands.receipt-done",
        town=opened.town,
        period=opened.receipt.period,
        sequence=opened.receipt.sequence,
        day=opened.receipt.received_on,
        asked=opened.asked,
        known=opened.known,
    )
    if opened.receipt.decisions:
        sentence += say("commands.receipt-decided", decisions=opened.receipt.decisions, news=opened.decided)
    if parameters is not None:
        sentence += say(f"commands.receipt-{_parameter_key(parameters)}")
    answer(document, sentence, as_json=options.json)
    return DONE


def _parameters(sitting: Sitting, pack: bytes, *, is_taken: bool) -> dict[str, object] | None:
    """The parameters that came along: what they change, or would change; None where there are none."""
    if not pack:
        return None
    offer = offered(sitting.book, pack)
    try:
        refuse_stranger(sitting.book, offer)
        refuse_unfit(offer, sitting.today)
    except Refusal as refusal:
        if is_taken:
            raise
        return {**pack_shape(offer), **refusal_document(refusal)}
    found = taken_over(sitting, offer.pack.parameters, offer.pack, is_dry=not is_taken)
    return {**pack_shape(offer), **changes_shape(found, is_dry=not is_taken)}


def _parameter_key(parameters: Mapping[str, object]) -> str:
    """What is to be said of them: taken over, waiting to be, saying nothing new, or not fit."""
    if "refused" in parameters:
        return "unfit-parameters"
    if not parameters["changes"]:
        return "same-parameters"
    return "taken-parameters" if parameters["written"] else "parameters"


def ask_village(options: Namespace) -> int:
    """Ask a village something by hand; it goes out with the next return ticket."""
    with sitting_at(options.book) as sitting:
        asked = ask(
            sitting.book, options.village, options.household, options.text, sitting.who, sitting.today
        )
    document = {"id": asked.id, "village": asked.village, "household": asked.household, "text": asked.text}
    answer(document, say("commands.ask-done", village=asked.village), as_json=options.json)
    return DONE


def matrix(options: Namespace) -> int:
    """Print which village's quarter has come, is answered, or is late."""
    year = read_year(str(options.year))
    with sitting_at(options.book) as sitting:
        if sitting.book.village.kind != "town":
            raise Refusal("not-a-town-book")
        with sitting.book.reading() as reading:
            found = matrix_of(reading, year, sitting.settings.year_mode, sitting.today)
    document = {
        "year": year,
        "periods": [_period_shape(quarter) for quarter in found.quarters],
        "villages": [_row_shape(row, found.quarters) for row in found.rows],
    }
    lines = [
        say(
            "commands.matrix-quarter",
            period=quarter.name,
            received=found.count(Coming.RECEIVED, quarter.number),
            checked=found.count(Coming.CHECKED, quarter.number),
            late=found.count(Coming.LATE, quarter.number),
            villages=len(found.rows),
        )
        for quarter in found.quarters
    ]
    answer(document, "\n".join(lines), as_json=options.json)
    return DONE


def _return_shape(made: Returned) -> dict[str, object]:
    return {
        "village": made.package.village_code,
        "name": made.package.village_name,
        "period": made.package.period,
        "sequence": made.package.sequence,
        "file": str(made.path),
        "findings": dict(made.receipt.findings),
        "questions": made.receipt.questions,
    }


def _period_shape(quarter: Quarter) -> dict[str, object]:
    return {"period": quarter.name, "window": quarter.window.text(), "due_on": due_on(quarter).isoformat()}


def _row_shape(row: MatrixRow, quarters: tuple[Quarter, ...]) -> dict[str, object]:
    cells = {quarter.name: _cell_shape(cell) for quarter, cell in zip(quarters, row.cells, strict=True)}
    return {"code": row.code, "name": row.name, "periods": cells}


def _cell_shape(cell: Cell) -> dict[str, object]:
    package = cell.package
    shape: dict[str, object] = {"state": cell.coming.value, "came_late": cell.came_late}
    if package is not None:
        for name in ("sequence", "households", "persons", "lines", "findings", "questions"):
            shape[name] = getattr(package, name)
        for name in ("received_on", "answered_on"):
            day = getattr(package, name)
            shape[name] = day.isoformat() if day else None
    return shape
