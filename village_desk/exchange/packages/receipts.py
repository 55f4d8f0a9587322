"""Opens the township's return ticket in the village: the receipt is kept, what it asks becomes problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from village_desk.exchange.packages.report import RETURN, read_package_file, sender_of
from village_desk.exchange.packages.return_ticket import Question, Receipt, Told, receipt_of, ticket_of
from village_desk.rules.exchange_records import Decision, Package
from village_desk.rules.followup_records import Problem
from village_desk.rules.problems import SOURCE_TOWNSHIP
from village_desk.rules.records import Household, Person
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.changing import Changing
from village_desk.store.journal import Deed


class Opened(Struct, frozen=True):
    """A receipt as it is kept now."""

    town: str
    receipt: Receipt
    asked: int
    """Questions that have joined the problem list."""
    known: int
    """Questions that are in it already, open or closed."""
    decided: int = 0
    """Decisions that the book has kept now and did not have, or had otherwise."""
    pack: bytes = b""
    """The township's parameters, to be looked at and taken over; empty where none came along."""


def open_receipt(book: Book, path: Path, who: str, today: date) -> Opened:
    """Take in the township's answer to one of the village's packages; the same one again changes nothing.

    A question becomes a problem 问题 that closes only when it is answered; its answer goes to the township
    with the next package. A decision stays as a mark; parameters that came along change nothing yet.

    Raises:
        Refusal: The file is not whole, not the township's, not for this village; ``receipt-of-no-package``:
            this book has sent no such package.
    """
    sealed = read_package_file(path, RETURN)
    with book.changing(Deed("receipt-opened", who)) as change:
        town = sender_of(change, sealed)
        if town.kind != "town":
            raise Refusal("package-from-stranger", name=town.name, value=town.code)
        receipt = receipt_of(sealed)
        ticket = ticket_of(sealed, book.secret)
        _note(change, receipt, today)
        problems = list(_problems(change, ticket.questions, town.name, receipt))
        change.insert_many(problems)
        decided = _keep_decisions(change, book, ticket.decisions)
    asked, known = len(problems), len(ticket.questions) - len(problems)
    return Opened(town.name, receipt, asked, known, decided, ticket.pack.encode())


def _note(change: Changing, receipt: Receipt, today: date) -> None:
    package = change.one(Package, receipt.package_id)
    if package is None or package.hash != receipt.package_hash:
        raise Refusal("receipt-of-no-package", value=receipt.sequence, period=receipt.period)
    values = {
        "received_on": date.fromisoformat(receipt.received_on),
        "answered_on": package.answered_on or today,
        "findings": sum(receipt.findings.values()),
        "questions": receipt.questions,
    }
    change.change(Package, package.id, values)


def _problems(
    change: Changing, questions: Sequence[Question], town: str, receipt: Receipt
) -> Iterator[Problem]:
    """A problem for each question that is not in the book; one that was voided is not asked anew."""
    households, persons = _ids(change.all(Household)), _ids(change.all(Person))
    known = change.ids(Problem)
    for question in questions:
        if question.id in known:
            continue
        yield Problem(
            id=question.id,
            village_code=change.village_code,
            household_id=question.household_id if question.household_id in households else None,
            person_id=question.person_id if question.person_id in persons else None,
            source=SOURCE_TOWNSHIP,
            found_by=town,
            found_on=date.fromisoformat(receipt.written_on),
            county_rule=question.rule,
            title=question.title,
            shown_value=question.shown_value,
            due_on=date.fromisoformat(question.due_on),
        )


def _keep_decisions(change: Changing, book: Book, told: Iterable[Told]) -> int:
    """Keep what the township has decided as the book's own mark; how many of them are news to it."""
    known = {one.id: one for one in change.all(Decision)}
    news = 0
    for one in told:
        decision = _decision(book, one)
        if one.id not in known:
            change.insert(decision)
        elif decision != known[one.id]:
            values = {name: getattr(decision, name) for name in ("stays_in", "reason", "decided_on")}
            change.change(Decision, one.id, values)
        news += decision != known.get(one.id)
    return news


def _decision(book: Book, told: Told) -> Decision:
    own = book.village
    return Decision(
        told.id,
        own.code,
        own.code,
        own.name,
        told.person,
        told.other_village,
        told.other_name,
        None,
        told.stays_in,
        told.reason,
        date.fromisoformat(told.decided_on),
    )


def _ids(records: Iterable[Household] | Iterable[Person]) -> set[str]:
    return {record.id for record in records}
