"""Writes the township's answer to each village onto the stick that its package came on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct

from village_desk.definitions.calendar import answer_days
from village_desk.definitions.checks import HINT
from village_desk.exchange.packages.deciding import asked_of, pairs_in, told_to
from village_desk.exchange.packages.inquiries import open_inquiries
from village_desk.exchange.packages.report import ENDINGS, RETURN
from village_desk.exchange.packages.return_ticket import (
    Question,
    Receipt,
    Ticket,
    question_id,
    receipt_of,
    ticket_of,
    written,
)
from village_desk.exchange.packages.sealed_file import Sealing, read_sealed
from village_desk.places.files import safe_name, write_whole
from village_desk.rules.exchange_records import Package
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.journal import Deed
from village_desk.store.partners import keys_of, partner_with_code
from village_desk.store.reading import Reading
from village_desk.store.reckoned.findings import OPEN, Finding
from village_desk.store.reckoned.township_checks import findings_of
from village_desk.store.villages.township import newest_packages, package_of_village

_HASH_IN_NAME = 6


class Returned(Struct, frozen=True):
    """A return ticket that lies on the stick and was read back from there."""

    path: Path
    package: Package
    receipt: Receipt


def packages_to_answer(reading: Reading, village_code: str | None = None) -> list[Package]:
    """The newest package of each village that has not been answered; of one village in any case.

    Raises:
        Refusal: ``no-package-of-village``.
    """
    if village_code is not None:
        return [package_of_village(reading, village_code)]
    return [package for package in newest_packages(reading).values() if package.answered_on is None]


def write_return(
    book: Book, package: Package, folder: Path, who: str, today: date, *, pack: str = ""
) -> Returned:
    """Write the answer to a package into a folder, under a name that is not there yet, and note it.

    ``pack`` are the township's parameters as write_pack gives them; none go along where it is blank.

    Raises:
        Refusal: ``not-a-town-book``, ``package-from-stranger``, or the stick refuses: nothing is noted.
    """
    if book.village.kind != "town":
        raise Refusal("not-a-town-book")
    receipt, content = _answered(book, package, today, pack)
    name = f"{package.village_code}-{package.village_name}-{package.period}-{package.sequence:04d}"
    mark = read_sealed(content).hash[:_HASH_IN_NAME]
    path = folder / f"{safe_name(f'{name}-{mark}')}{ENDINGS[RETURN]}"
    write_whole(path, content, verify=lambda part: _read_back(book, part, receipt), replace=False)
    with book.changing(Deed("return-written", who)) as change:
        found = sum(receipt.findings.values())
        values = {"answered_on": today, "findings": found, "questions": receipt.questions}
        change.change(Package, package.id, values)
    return Returned(path, package, receipt)


def _answered(book: Book, package: Package, today: date, pack: str) -> tuple[Receipt, bytes]:
    with book.reading() as reading:
        partner = partner_with_code(reading, package.village_code)
        if partner is None:
            raise Refusal("package-from-stranger", name=package.village_name, value=package.village_code)
        findings = findings_of(reading, package, today)
        own = package.village_code
        pairs = pairs_in(reading, [own])
        inquiries = list(open_inquiries(reading, own))
        decisions = told_to(reading, own)
    due_on = today + timedelta(days=answer_days())
    questions = [
        *inquiries,
        *_of_findings(findings, due_on),
        *asked_of(pairs, own, due_on),
    ]
    receipt = Receipt(
        package_id=package.id,
        package_hash=package.hash,
        sequence=package.sequence,
        period=package.period,
        received_on=(package.received_on or today).isoformat(),
        written_on=today.isoformat(),
        households=package.households,
        persons=package.persons,
        lines=package.lines,
        findings=dict(Counter(finding.level for finding in findings)),
        questions=len(questions),
        decisions=len(decisions),
    )
    sealing = Sealing([keys_of(partner), book.secret.public])
    sealing.add(written(Ticket(questions, decisions, pack)))
    return receipt, sealing.file(RETURN, receipt.table(), book.village, book.secret)


def _of_findings(findings: Iterable[Finding], due_on: date) -> Iterator[Question]:
    """What must be mended, and doubts that nobody has explained."""
    for finding in findings:
        if finding.state == OPEN and finding.level != HINT:
            about = "|".join(
                (finding.rule, finding.household_id, finding.person_id or "", finding.values_hash)
            )
            yield Question(
                question_id(about),
                finding.household_id,
                finding.person_id,
                finding.rule,
                finding.title,
                finding.message,
                due_on.isoformat(),
            )


def _read_back(book: Book, part: Path, receipt: Receipt) -> None:
    sealed = read_sealed(part.read_bytes())
    ticket = ticket_of(sealed, book.secret)
    counts = (len(ticket.questions), len(ticket.decisions))
    if receipt_of(sealed) != receipt or counts != (receipt.questions, receipt.decisions):
        raise Refusal("file-not-verified", name=part.name, folder=str(part.parent))
