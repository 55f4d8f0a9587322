"""What the program would answer to a problem: mended, true with the verdict's reason, or still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from village_desk.definitions.county_rules import rules_called
from village_desk.definitions.words import say
from village_desk.rules.followup_records import MENDED, VERDICT_PENDING, VERDICT_TRUE, Problem, Verdict
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import VillagePicture
from village_desk.store.reckoned.findings import OPEN, Finding, village_findings
from village_desk.store.settings import BookSettings


class Answered(Struct, frozen=True):
    """An answer to a problem: in the words of the list 核实情况, what was done, by whom, on which day."""

    answer: str
    done: str
    by: str = ""
    on: date | None = None
    is_proposed: bool = False
    """Nobody has given it yet: it follows from what the rules find now."""


class Proposer:
    """The findings of a village by household and rule, asked for each problem what they say of it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._found: dict[tuple[str, str], list[Finding]] = {}
        for finding in findings:
            self._found.setdefault((finding.household_id, finding.rule), []).append(finding)

    def answer(self, problem: Problem) -> Answered | None:
        """The answer that stands in the book, else the proposed one, else None: nobody can say yet."""
        if problem.answer is not None:
            by, day = problem.closed_by or "", problem.closed_on
            return Answered(problem.answer, problem.done or "", by, day)
        return self.proposed(problem)

    def proposed(self, problem: Problem) -> Answered | None:
        """What follows from the rules that the problem names, at its household and member."""
        if problem.household_id is None:
            return None
        rules = rules_called(problem.county_rule, problem.title)
        if not rules:
            return None
        found = [
            one
            for rule in rules
            for one in self._found.get((problem.household_id, rule), ())
            if one.person_id is None or problem.person_id in (None, one.person_id)
        ]
        return _answer_of(found)


def proposer_for(
    picture: VillagePicture,
    settings: BookSettings,
    period: Quarter,
    as_of: date,
    problems: Iterable[Problem],
) -> Proposer:
    """Run the rules that problems name, and only these."""
    rules = {rule for one in problems for rule in rules_called(one.county_rule, one.title)}
    return Proposer(village_findings(picture, settings, period, as_of, rules) if rules else ())


def _answer_of(found: Sequence[Finding]) -> Answered | None:
    verdicts = [one.verdict for one in found if one.verdict is not None]
    if not found:
        return Answered(MENDED, say("problems.mended"), is_proposed=True)
    if any(one.state == OPEN and one.verdict is None for one in found):
        return None
    newest = max(verdicts, key=lambda verdict: verdict.id)
    is_pending = any(one.state == OPEN for one in found)
    answer = VERDICT_PENDING if is_pending else VERDICT_TRUE
    return Answered(answer, reason_of(newest), newest.said_by or "", newest.said_on, is_proposed=True)


def reason_of(verdict: Verdict) -> str:
    """A verdict's reason with its evidence, as a list carries it."""
    reason = "：".join(text for text in (verdict.reason_kind, verdict.reason) if text)
    evidence = say("sheet.evidence", evidence=verdict.evidence) if verdict.evidence else ""
    return "；".join(text for text in (reason, evidence) if text)


def shown_answers(answered: Answered | None, who: str, today: date) -> Mapping[str, str]:
    """An answer by the keys of forms/screens/problem.toml; what is mended now is answered now."""
    if answered is None:
        return {}
    by, day = answered.by or who, answered.on or today
    return {"answer": answered.answer, "done": answered.done, "closed_by": by, "closed_on": f"{day:%Y-%m-%d}"}
