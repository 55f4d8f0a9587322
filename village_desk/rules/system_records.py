"""Records about the national system: what its exports said, and what has been typed into it since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from msgspec import Struct, field

from village_desk.rules.reading import Value


class SystemExport(Struct, frozen=True):
    """An imported workbook of the national system 系统导出表: its columns, and whom it spoke of.

    Its answers stand nowhere a second time: an import puts them into the book, and the journal knows them
    after the book has changed. Kept here is only what the book cannot say.
    """

    id: str
    village_code: str
    shape: str
    """Sheets, headings and spellings, as exchange writes them."""
    asked: tuple[str, ...]
    """The questions that have a column, such as ``person.phone``."""
    households: tuple[str, ...]
    """Ids of the households that it spoke of."""
    missing: tuple[str, ...]
    """Ids of members of these households whom it does not have."""
    unspoken: tuple[str, ...]
    """Ids of members of whom it says nothing: it lists heads only, or a row of theirs was left out."""
    otherwise: str
    """By record and question what it said and the book did not take over: blanks, answers older than ours."""


class TypedAnswer(Struct, frozen=True):
    """An answer that somebody has typed into the national system 已录入系统; it holds while ours stays so."""

    id: str
    village_code: str
    household_id: str
    question: str
    """Such as ``person.phone``."""
    answer: str
    """Our answer in words as it was typed."""
    person_id: str | None = None
    year: int | None = None
    """The year of a stated total."""
    typed_on: date | None = None
    typed_by: str | None = None


class SystemAnswers(Struct, frozen=True):
    """What the national system has, as far as its imported exports say; nothing where none was imported."""

    asked: frozenset[str] = frozenset()
    """Questions that a column asks, such as ``person.phone``."""
    theirs: Mapping[tuple[str, str], Value] = field(default_factory=lambda: MappingProxyType({}))
    """By record and key what the system has, wherever that may be another answer than ours."""
    absent: frozenset[str] = frozenset()
    """Ids of the households and members that the system does not have."""
    unseen: frozenset[str] = frozenset()
    """Ids of the households of which no export has spoken: nothing is known of them."""
    gone: frozenset[str] = frozenset()
    """Ids of members of whom the newest export does not speak."""
