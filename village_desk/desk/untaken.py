"""A refusal that no page has taken is said all the same: nobody may believe that something was saved."""

from __future__ import annotations

import sys
from types import TracebackType

from village_desk.definitions.words import sentence_of
from village_desk.entry.asking import Asker, question
from village_desk.rules.refusals import Refusal


def tell_untaken(asker: Asker) -> None:
    """Say refusals that come to the end of a key or a click; mistakes of the program go where they went."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Refusal):
            asker.tell(question("desk.refused", sentence=sentence_of(error)))
        else:
            before(kind, error, trace)

    sys.excepthook = hook
