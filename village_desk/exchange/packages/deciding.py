"""The township decides once of a person whom two villages hold; both are told, all three keep the mark."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from village_desk.definitions.words import say
from village_desk.exchange.packages.return_ticket import Question, Told, question_id
from village_desk.rules.exchange_records import Decision
from village_desk.rules.merging import Claim, SharedPerson, text_reason
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.journal import Deed
from village_desk.store.reading import Reading
from village_desk.store.villages.claims import decisions_of, pairs_of
from village_desk.store.villages.township import newest_packages


class Pair(Struct, frozen=True):
    """A person whom two villages hold, with what the township has settled."""

    shared: SharedPerson
    decision: Decision | None

    @property
    def id(self) -> str:
        """What the pair, and its decision, are known by."""
        return pair_id(self.shared)

    @property
    def waits_for(self) -> str | None:
        """The code of the village that has yet to do what was decided; None: nothing is left to be done."""
        if self.decision is None or self.decision.stays_in is None:
            return None
        lets_go = self.shared.beside(self.decision.stays_in)
        return None if lets_go.has_left else lets_go.village_code


def pair_id(shared: SharedPerson) -> str:
    """The id of what is decided of a pair."""
    return question_id("|".join(sorted(shared.persons)))


def pairs_in(reading: Reading, village_codes: Iterable[str] | None = None) -> list[Pair]:
    """Persons of some villages, or all, whom another holds or has held too; what is undecided comes first."""
    codes = newest_packages(reading) if village_codes is None else village_codes
    decided = decisions_of(reading)
    pairs = [Pair(one, decided.get(one.persons)) for one in pairs_of(reading, codes)]
    return sorted(pairs, key=lambda pair: (pair.decision is not None, pair.shared.is_move))


def undecided(reading: Reading, shared: Iterable[SharedPerson]) -> list[SharedPerson]:
    """Those of some pairs of which nothing is settled."""
    decided = decisions_of(reading)
    return [pair for pair in shared if pair.persons not in decided]


def decide(
    book: Book, pairs: Collection[Pair], stays_in: str | None, reason: str, who: str, today: date
) -> list[Decision]:
    """Settle where persons belong, in one deed; a pair that was settled before is settled anew.

    ``stays_in`` is the code of one of their two villages; None says that each pair is two different persons.

    Raises:
        Refusal: ``no-reason``; ``not-of-the-pair``: a third village.
    """
    if not reason.strip() or text_reason(reason) is not None:
        raise Refusal("no-reason")
    with book.changing(Deed("pair-decided", who, reason.strip())) as change:
        names = {code: package.village_name for code, package in newest_packages(change).items()}
        decisions = [_decision(pair, names, stays_in, reason.strip(), today, book) for pair in pairs]
        known = change.ids(Decision)
        for one in decisions:
            if one.id in known:
                values = {"stays_in": one.stays_in, "reason": one.reason, "decided_on": one.decided_on}
                change.change(Decision, one.id, values)
            else:
                change.insert(one)
    return decisions


def told_to(reading: Reading, village_code: str) -> list[Told]:
    """All that was ever decided of a village's persons, as its ticket says it."""
    return [
        _told(one, village_code)
        for one in reading.all(Decision)
        if village_code in (one.one_village, one.other_village)
    ]


def asked_of(pairs: Iterable[Pair], village_code: str, due_on: date) -> Iterator[Question]:
    """What is asked of a village about persons whom another one holds too.

    That village is named, nothing of what it keeps is.
    """
    for pair in pairs:
        own, other = pair.shared.of(village_code), pair.shared.beside(village_code)
        words = _words(pair, own, other)
        if words:
            about = f"{village_code}|{'|'.join(sorted(pair.shared.persons))}{words[0]}"
            yield Question(
                question_id(about),
                own.household_id,
                own.person_id,
                None,
                words[1],
                None,
                due_on.isoformat(),
            )


def _words(pair: Pair, own: Claim, other: Claim) -> tuple[str, str] | None:
    """What tells a question from the one before it, and the question; None where there is nothing to ask."""
    decision = pair.decision
    if decision is None:
        return None if pair.shared.is_move else ("", say("town.kept-twice", village=other.village_code))
    name = decision.one_name if decision.one_village == other.village_code else decision.other_name
    if decision.stays_in is None:
        return "|two", say("town.two-persons", village=name, reason=decision.reason)
    if pair.waits_for == own.village_code:
        asked = say("town.lives-there", village=name, reason=decision.reason)
        return f"|{decision.stays_in}", asked
    return None


def _decision(
    pair: Pair, names: Mapping[str, str], stays_in: str | None, reason: str, today: date, book: Book
) -> Decision:
    one, other = pair.shared.one, pair.shared.other
    if stays_in not in (None, one.village_code, other.village_code):
        raise Refusal("not-of-the-pair", value=stays_in or "")
    return Decision(
        pair.id,
        book.village.code,
        one.village_code,
        names[one.village_code],
        one.person_id,
        other.village_code,
        names[other.village_code],
        other.person_id,
        stays_in,
        reason,
        today,
    )


def _told(one: Decision, village_code: str) -> Told:
    is_one = one.one_village == village_code
    return Told(
        one.id,
        (one.one_person if is_one else one.other_person) or "",
        one.other_village if is_one else one.one_village,
        one.other_name if is_one else one.one_name,
        one.stays_in,
        one.reason,
        one.decided_on.isoformat(),
    )
