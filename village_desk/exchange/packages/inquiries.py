"""What the people at the township ask a village by hand, until the village has answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from village_desk.definitions.calendar import answer_days
from village_desk.exchange.packages.return_ticket import Question
from village_desk.rules.exchange_records import Inquiry, Package
from village_desk.rules.followup_records import Problem
from village_desk.rules.merging import text_reason
from village_desk.rules.records import Household
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.journal import Deed
from village_desk.store.reading import Reading
from village_desk.store.villages.one_village import one_village


def ask(book: Book, village_code: str, household: str, text: str, who: str, today: date) -> Inquiry:
    """Ask a village something about a household, or about the whole village where none is named.

    It goes out with the next return ticket.

    Raises:
        Refusal: ``not-a-town-book``, ``no-package-of-village``, ``no-such-household``, ``no-question``.
    """
    if book.village.kind != "town":
        raise Refusal("not-a-town-book")
    if not text.strip() or text_reason(text) is not None:
        raise Refusal("no-question")
    with book.changing(Deed("inquiry-noted", who)) as change:
        if village_code not in {package.village_code for package in change.all(Package)}:
            raise Refusal("no-package-of-village", value=village_code)
        if household and _household(change, village_code, household) is None:
            raise Refusal("no-such-household", household=household)
        due_on = today + timedelta(days=answer_days())
        inquiry = Inquiry(
            change.new_id(), change.village_code, village_code, household or None, text.strip(), today, due_on
        )
        change.insert(inquiry)
    return inquiry


def open_inquiries(reading: Reading, village_code: str) -> Iterator[Question]:
    """What a village has been asked by hand and has not answered, as its ticket says it."""
    closed = {problem.id for problem in reading.all(Problem) if problem.closed_on is not None}
    for inquiry in reading.own(Inquiry):
        if inquiry.village != village_code or inquiry.id in closed:
            continue
        household = _household(reading, village_code, inquiry.household or "")
        yield Question(
            inquiry.id,
            household.id if household else None,
            None,
            None,
            inquiry.text,
            None,
            inquiry.due_on.isoformat(),
        )


def _household(reading: Reading, village_code: str, number: str) -> Household | None:
    with one_village(reading, village_code) as village:
        return village.household(number)
