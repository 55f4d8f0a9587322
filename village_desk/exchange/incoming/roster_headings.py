"""Finds a roster's heading and says which column answers which question, in any order and subset."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from msgspec import Struct, field

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.screens import Field
from village_desk.exchange.incoming.heading_words import PERSON, READ_ONLY, Question, Words, common_words
from village_desk.exchange.incoming.headings import (
    NotTaken,
    cell_reader,
    fits_unit,
    heading_text,
    shown_heading,
)
from village_desk.exchange.reading.tables_in import TableIn
from village_desk.rules.reading import Value


class Column(Struct, frozen=True):
    """A column that is read: where it stands, which question it answers and how its cells are read."""

    index: int
    heading: str
    place: str
    """PERSON, HOUSEHOLD, STATED, LINE or READ_ONLY of heading_words."""
    key: str
    read: Callable[[str], Value | NotTaken]


class SecondColumn(Struct, frozen=True):
    """A further column for a question that another column answers already."""

    index: int
    heading: str
    """With its place, such as 风险是否已消除（第2列）."""
    first: Column
    is_repeat: bool = False
    """The heading is the same text again: its cells never stand in for the first column's."""
    later: Callable[[str], Value | NotTaken] | None = None
    """How its cells are read where they hold whenever they are filled: the question was asked again later."""


class Heading(Struct):
    """What is known of a table's columns."""

    first_index: int
    """Index of the first row under the heading."""
    row_index: int = 0
    """Index of the heading's own row, or of the upper one of two."""
    columns: list[Column] = field(default_factory=list)
    seconds: list[SecondColumn] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    """Columns without a heading."""
    _by_question: dict[tuple[str, str], Column] = field(default_factory=dict)

    def of(self, place: str) -> list[Column]:
        """The columns that answer the questions of one kind of record."""
        return [column for column in self.columns if column.place == place]

    def column(self, place: str, key: str) -> Column | None:
        """The column that answers one question."""
        return self._by_question.get((place, key))

    def take(self, column: Column) -> None:
        """Add a column that is read."""
        self.columns.append(column)
        self._by_question[column.place, column.key] = column


def find_heading(table: TableIn, words: Words, row: int | None = None) -> Heading | None:
    """Find the heading among a table's first rows, or take the row that somebody has pointed at.

    A heading may stand on two lines, the upper one naming groups of columns. None: nothing is known.
    """
    rows = table.rows
    starts: Sequence[int] = [row - table.first_row] if row is not None else _first_filled(rows)
    tries = [(start, lines) for lines in (1, 2) for start in starts if 0 <= start <= len(rows) - lines]
    # Of equals the first is taken, so a title over the heading never becomes a group of columns.
    scores = [_score(_titles(rows, start, lines), words) for start, lines in tries]
    if not tries:
        return None
    start, lines = tries[scores.index(max(scores))]
    titles = _titles(rows, start, lines)
    if row is None and not _is_heading(titles, max(scores)):
        return None
    heading = _assign(titles, start + lines, words)
    heading.row_index = start
    return heading if any((column.place, column.key) in words.anchors for column in heading.columns) else None


@contextmanager
def looking_at_one_file() -> Iterator[None]:
    """A text is understood once as long as the block lasts; what a foreign file says goes with it."""
    try:
        yield
    finally:
        _known_as.cache_clear()


class _Title(Struct, frozen=True):
    """The texts over one column: its own line and, where there are two, the group above it."""

    own: str
    group: str = ""

    @property
    def shown(self) -> str:
        return shown_heading(f"{self.group}-{self.own}" if self.group else self.own)

    def spellings(self) -> Iterator[str]:
        if self.group:
            yield f"{self.group}-{self.own}"
            yield self.group + self.own
        if not any(word in self.group for word in common_words().other_people):
            yield self.own


def _first_filled(rows: Sequence[Sequence[str]]) -> list[int]:
    filled = (index for index, row in enumerate(rows[:200]) if any(row))
    return [index for index, _ in zip(filled, range(common_words().heading_rows), strict=False)]


def _titles(rows: Sequence[Sequence[str]], start: int, lines: int) -> list[_Title]:
    if lines == 1:
        return [_Title(text) for text in rows[start]]
    upper, lower = rows[start], rows[start + 1]
    titles: list[_Title] = []
    group = ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        own = lower[index] if index < len(lower) else ""
        group = above or group
        titles.append(_Title(own, group) if own else _Title(above))
    return titles


def _score(titles: Sequence[_Title], words: Words) -> int:
    known = {_known_as(title, words) for title in titles if title.own}
    return len(known - {None})


def _is_heading(titles: Sequence[_Title], score: int) -> bool:
    """Whether enough is known: a narrow table counts where each of its headings is known."""
    filled = sum(bool(title.own) for title in titles)
    return score >= common_words().fewest_headings or 1 < score == filled


@lru_cache(maxsize=2048)  # the same first rows are looked at for each kind of table, a roster's three times
def _known_as(title: _Title, words: Words) -> tuple[str, str] | None:
    question = _question_of(title, words, is_person_table=False)
    if question is not None:
        return (question.place, question.field.key)
    key = next((key for text in title.spellings() if (key := _read_only_key(text))), None)
    return (READ_ONLY, key) if key else None


def _read_only_key(text: str) -> str | None:
    return common_words().read_only.get(heading_text(text).whole)


def _question_of(title: _Title, words: Words, *, is_person_table: bool) -> Question | None:
    for spelling in title.spellings():
        text = heading_text(spelling)
        if is_person_table and text.whole in words.in_person_tables:
            return words.in_person_tables[text.whole]
        found = words.questions.get(text.whole)
        if found is None and text.unit:
            found = words.questions.get(text.bare)
            if found is not None and not (fits_unit(found.field, text.unit) or _lists_numbers(text.unit)):
                found = None
        if found is not None:
            return found
    return None


def _lists_numbers(unit: str) -> bool:
    return any(character.isdecimal() for character in unit) and not unit.isdecimal()


def _assign(titles: Sequence[_Title], first_index: int, words: Words) -> Heading:
    heading = Heading(first_index)
    names = {_known_as(title, words) for title in titles if title.own}
    is_person_table = (PERSON, "name") in names or (PERSON, "identity_number") in names
    wanted = [
        (index, title, _question_of(title, words, is_person_table=is_person_table))
        for index, title in enumerate(titles)
    ]
    # A column under the question's own label goes before one under another spelling, wherever they stand.
    wanted.sort(key=lambda entry: entry[2] is None or not _is_label(entry[1], entry[2].field))
    later: list[tuple[int, _Title, Question]] = []
    for index, title, question in wanted:
        if not title.own:
            heading.blank.append(index)
        elif question is not None:
            _take_question(heading, index, title, question)
        elif (again := _question_again(title, words)) is not None:
            later.append((index, title, again))
        else:
            _take_other(heading, index, title)
    for index, title, question in later:
        _take_later(heading, index, title, question)
    heading.columns.sort(key=lambda column: column.index)
    heading.seconds.sort(key=lambda second: second.index)
    return heading


def _is_label(title: _Title, question: Field) -> bool:
    return heading_text(title.own).whole == heading_text(question.label).whole


def _take_question(heading: Heading, index: int, title: _Title, question: Question) -> None:
    key = (question.place, question.field.key)
    text = heading_text(title.own)
    first = heading.column(*key)
    if first is not None:
        is_repeat = heading_text(first.heading).whole == heading_text(title.shown).whole
        count = 2 + sum(second.first is first for second in heading.seconds)
        shown = f"{title.shown}（第{count}列）" if is_repeat else title.shown
        heading.seconds.append(SecondColumn(index, shown, first, is_repeat))
        return
    column = Column(index, title.shown, *key, cell_reader(question.field, text))
    heading.take(column)


def _question_again(title: _Title, words: Words) -> Question | None:
    """The household's question that a heading asks again: 风险消除后 before its own words."""
    text = comparing_form(title.own)
    prefix = next((prefix for prefix in common_words().later if text.startswith(prefix)), None)
    if prefix is None:
        return None
    found = _question_of(_Title(text.removeprefix(prefix)), words, is_person_table=False)
    return found if found is not None and found.place != PERSON else None


def _take_later(heading: Heading, index: int, title: _Title, question: Question) -> None:
    read = cell_reader(question.field, heading_text(title.own))
    first = heading.column(question.place, question.field.key)
    if first is None:
        heading.take(Column(index, title.shown, question.place, question.field.key, read))
    elif not any(second.first is first and second.later for second in heading.seconds):
        heading.seconds.append(SecondColumn(index, title.shown, first, later=read))
    else:
        heading.ignored.append(title.shown)


def _take_other(heading: Heading, index: int, title: _Title) -> None:
    key = _read_only_key(title.own)
    if key is not None and heading.column(READ_ONLY, key) is None:
        heading.take(Column(index, title.shown, READ_ONLY, key, _as_it_stands))
    elif key is not None or heading_text(title.own).whole in common_words().left_alone:
        heading.ignored.append(title.shown)
    else:
        heading.unknown.append(title.shown)


def _as_it_stands(text: str) -> Value:
    return text.strip() or None
