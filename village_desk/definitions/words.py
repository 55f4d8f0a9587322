"""Every text the user sees that is not a field, a rule or a sheet: by key, gaps filled."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import partial

from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    laid_over,
    read_once,
    read_table,
    table_names,
)
from village_desk.places.shipped import shipped
from village_desk.rules.refusals import Refusal

_FOLDER = ("resources", "words")


def say(key: str, /, **values: object) -> str:
    """The text for ``section.key`` with its gaps filled.

    Raises:
        KeyError: No such text.
    """
    return _texts()[key].format(**values)


def sentence_of(refusal: Refusal) -> str:
    """The one sentence for a refusal: what is not done, where, and what to do."""
    return _texts()[f"refusals.{refusal.code}"].format(**refusal.values)


def wrong_words(error: DefinitionError) -> str:
    """What is wrong with a file of definitions: file, key and reason, for whoever wrote the file."""
    key = f"definitions.{error.why}"
    return _texts()[key].format(**error.values) if error.why else say("definitions.other", text=error)


def all_keys() -> frozenset[str]:
    """Every key there is, for the coherence test."""
    return _texts().all_keys()


class _Texts(dict[str, str]):
    """The texts by ``section.key``; a shipped section is read when one of its texts is first asked for.

    Reading all would take an eighth of the time in which the first window is there.
    """

    def __init__(self) -> None:
        super().__init__()
        self._unread: dict[str, list[tuple[str, Callable[[], Table]]]] = {}
        for name in table_names(*_FOLDER):
            for section, piece in _pieces(name):
                self._unread.setdefault(section, []).append((name, piece))

    def __missing__(self, key: str) -> str:
        self._read(key.partition(".")[0])
        if key not in self:
            raise KeyError(key)
        return self[key]

    def all_keys(self) -> frozenset[str]:
        """Every key, of sections too that nobody has asked for."""
        for section in list(self._unread):
            self._read(section)
        return frozenset(self)

    def _read(self, section: str) -> None:
        texts: dict[str, str] = {}
        for name, piece in self._unread.get(section, ()):
            for key, text in piece().get(section, {}).items():
                if not isinstance(text, str) or f"{section}.{key}" in texts:
                    where = f"resources/words/{name}: {section}.{key}"
                    raise DefinitionError(f"{where} is no text or stands twice")
                texts[f"{section}.{key}"] = text
        # In this order another thread finds a section unread or its texts there, never neither.
        self.update(texts)
        self._unread.pop(section, None)


def _pieces(name: str) -> Iterator[tuple[str, Callable[[], Table]]]:
    """A file's sections, each with what reads it; a county's own, written in any way, is read at once."""
    if "/".join((*_FOLDER, name)) in laid_over():
        table = read_table(*_FOLDER, name)
        yield from ((section, lambda: table) for section in table)
        return
    for piece in f"\n{shipped(*_FOLDER, name).read_text('utf-8')}".split("\n[")[1:]:
        yield piece.partition("]")[0], partial(tomllib.loads, f"[{piece}")


@read_once
def _texts() -> _Texts:
    return _Texts()
