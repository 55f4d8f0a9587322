"""``answer``: a county's list of doubtful data goes back with its columns filled."""

from __future__ import annotations

from argparse import Namespace

from msgspec.structs import asdict

from village_desk.commands.answers import DONE, answer
from village_desk.commands.opening import sitting_at_village
from village_desk.definitions.words import say
from village_desk.exchange.problem_answers import Answering, answer_list


def answer_problems(options: Namespace) -> int:
    """Fill a list with what the book knows; rows that nobody can answer yet stay blank."""
    with sitting_at_village(options.book) as sitting:
        # Nobody's name stands behind what the program itself has seen to be mended.
        how = Answering("", sitting.today, sitting.quarter, sitting.settings)
        outcome = answer_list(sitting.book, options.file, options.out, how)
    sentence = say(
        "commands.answer-done", file=options.out.name, answered=outcome.answered, open=outcome.open
    )
    answer({**asdict(outcome), "file": str(options.out)}, sentence, as_json=options.json)
    return DONE
