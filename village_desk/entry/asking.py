"""The one door through which a screen asks the person at the desk; tests write the answers down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from village_desk.definitions.words import all_keys, say


class Question(Struct, frozen=True):
    """A question by the key of its words, for example ``asks.void_line`` in resources/words.

    The button that agrees is worded under the same key with ``_yes`` added; where that is missing it says 好.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    is_destructive: bool = False
    """Something is voided, overwritten or closed: Enter then answers no."""

    @property
    def text(self) -> str:
        """The question as it is shown."""
        return say(self.key, **self.values)

    @property
    def agreement(self) -> str:
        """The word on the button that agrees: it names the deed."""
        key = f"{self.key}_yes"
        return say(key, **self.values) if key in all_keys() else say("editors.agree")


class FileKind(Struct, frozen=True):
    """A kind of file to choose: its word and the endings it may have, without a dot."""

    word: str
    endings: tuple[str, ...]


class Noted(Struct, frozen=True):
    """What is noted at a field, and whether somebody has to come back to it 待跟进."""

    text: str = ""
    follow_up: bool = False


def question(key: str, /, **values: object) -> Question:
    """Make a question that destroys nothing."""
    return Question(key, values)


def grave_question(key: str, /, **values: object) -> Question:
    """Make a question about something that is voided, overwritten or closed; Enter answers no."""
    return Question(key, values, is_destructive=True)


class Asker(Protocol):
    """Asks and tells; None means that the person turned back, which always leaves everything as it was."""

    def confirm(self, question: Question) -> bool:
        """Ask for yes or no."""
        ...

    def choose(self, question: Question, options: Sequence[str]) -> int | None:
        """Ask for one of several; the place in the list is returned."""
        ...

    def ask_text(self, question: Question, *, initial: str = "", is_secret: bool = False) -> str | None:
        """Ask for a line of text; a secret one is shown as dots."""
        ...

    def ask_note(self, question: Question, initial: Noted) -> Noted | None:
        """Ask for a note."""
        ...

    def choose_file_to_open(self, question: Question, kinds: Sequence[FileKind]) -> Path | None:
        """Ask for a file that is there."""
        ...

    def choose_file_to_save(self, question: Question, name: str, kinds: Sequence[FileKind]) -> Path | None:
        """Ask where a file is to be written; the ending of the first kind is added when none is typed."""
        ...

    def choose_folder(self, question: Question) -> Path | None:
        """Ask for a folder."""
        ...

    def tell(self, question: Question) -> None:
        """Say something that must be read before going on; success is told in the bottom bar instead."""
        ...


Answer = bool | int | str | Path | Noted | None


class UnexpectedQuestionError(LookupError):
    """Something was asked for which no answer had been written down."""


class WrittenAsker:
    """Gives answers written down beforehand and keeps the keys heard: for rehearsals without a person."""

    def __init__(self, *answers: Answer) -> None:
        self.answers: list[Answer] = list(answers)
        self.heard: list[str] = []

    def confirm(self, question: Question) -> bool:
        """Answer with the next note."""
        return bool(self._next(question))

    def choose(self, question: Question, options: Sequence[str]) -> int | None:
        """Answer with the next note: a place in the list or one of its words."""
        answer = self._next(question)
        if isinstance(answer, str):
            return list(options).index(answer)
        return answer if isinstance(answer, int) else None

    def ask_text(self, question: Question, *, initial: str = "", is_secret: bool = False) -> str | None:
        """Answer with the next note."""
        answer = self._next(question)
        return None if answer is None else str(answer)

    def ask_note(self, question: Question, initial: Noted) -> Noted | None:
        """Answer with the next note."""
        answer = self._next(question)
        return answer if isinstance(answer, Noted) else None

    def choose_file_to_open(self, question: Question, kinds: Sequence[FileKind]) -> Path | None:
        """Answer with the next note."""
        return self._path(question)

    def choose_file_to_save(self, question: Question, name: str, kinds: Sequence[FileKind]) -> Path | None:
        """Answer with the next note."""
        return self._path(question)

    def choose_folder(self, question: Question) -> Path | None:
        """Answer with the next note."""
        return self._path(question)

    def tell(self, question: Question) -> None:
        """Note that it was told; this needs no answer."""
        self.heard.append(question.key)

    def _path(self, question: Question) -> Path | None:
        answer = self._next(question)
        return None if answer is None else Path(str(answer))

    def _next(self, question: Question) -> Answer:
        self.heard.append(question.key)
        if not self.answers:
            raise UnexpectedQuestionError(question.key)
        return self.answers.pop(0)
