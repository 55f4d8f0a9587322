"""The directory: every value by name, and a search by what is typed, Chinese or initials."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from village_desk.definitions.codes import comparing_form
from village_desk.definitions.toml_files import DefinitionError, read_once
from village_desk.definitions.value_words import RowsOf, value_words
from village_desk.definitions.words import say
from village_desk.exchange.values.asked_values import asked_values
from village_desk.exchange.values.counted_values import counted_values
from village_desk.exchange.values.income_values import income_values
from village_desk.exchange.values.item_values import item_values
from village_desk.exchange.values.judged_values import judged_values
from village_desk.exchange.values.known_values import KnownValue, Take
from village_desk.exchange.values.unit_row_values import unit_row_values
from village_desk.exchange.values.value_rows import ValueRow

Initials = Callable[[str], Sequence[str]]
"""The spellings of a text by initials."""


@read_once
def value_directory() -> Mapping[str, KnownValue]:
    """Every value a table may show, by name, in the order of the lists to choose from.

    Raises:
        DefinitionError: Two values have one name.
    """
    found: dict[str, KnownValue] = {}
    for value in _all_values():
        if value.name in found:
            raise DefinitionError(f"the value {value.name} is there twice")
        found[value.name] = value
    return MappingProxyType(found)


def values_of(rows: RowsOf) -> list[KnownValue]:
    """The values that rows of a kind can show."""
    return [value for value in value_directory().values() if value.is_of(rows)]


def search(values: Iterable[KnownValue], typed: str, initials: Initials) -> list[KnownValue]:
    """The values that what is typed finds, the closest first.

    Letters are looked for among the initials of the label, Chinese in label, headings and meaning.
    """
    wanted = comparing_form(typed)
    if not wanted:
        return list(values)
    look = _look_by_initials(wanted, initials) if wanted.isascii() and wanted.isalpha() else _look(wanted)
    ranked = [(rank, value) for value in values if (rank := look(value)) is not None]
    return [value for _, value in sorted(ranked, key=lambda pair: pair[0])]


def _look(wanted: str) -> Callable[[KnownValue], tuple[int, int] | None]:
    def rank(value: KnownValue) -> tuple[int, int] | None:
        label = comparing_form(value.words.label)
        spellings = [comparing_form(spelling) for spelling in value.words.spellings]
        if wanted == label or wanted in spellings:
            return (0, len(label))
        if wanted in label:
            return (1 if label.startswith(wanted) else 2, len(label))
        if any(wanted in spelling for spelling in spellings):
            return (3, len(label))
        return (4, len(label)) if wanted in comparing_form(value.words.meaning) else None

    return rank


def _look_by_initials(wanted: str, initials: Initials) -> Callable[[KnownValue], tuple[int, int] | None]:
    def rank(value: KnownValue) -> tuple[int, int] | None:
        label = value.words.label
        forms = initials(label)
        if any(form.startswith(wanted) for form in forms):
            return (0, len(label))
        return (1, len(label)) if any(wanted in form for form in forms) else None

    return rank


def _all_values() -> Iterator[KnownValue]:
    words = value_words().values
    for name, take in _EVERYWHERE.items():
        yield KnownValue(words[name], take)
    yield from counted_values()
    yield from judged_values()
    yield from income_values()
    yield from unit_row_values()
    yield from asked_values()
    yield from item_values()


def _period_words(row: ValueRow) -> str:
    run = row.scene.run
    return run.quarter.text() if run.quarter else say("sheet.year", year=run.year)


_EVERYWHERE: Mapping[str, Take] = {
    "row.number": lambda row: row.number,
    "place.town": lambda row: row.scene.town,
    "place.village": lambda row: row.scene.village,
    "place.code": lambda row: row.scene.village_code,
    "period.year": lambda row: row.scene.run.year,
    "period.words": lambda row: f"{_period_words(row)}（{row.scene.run.window.text()}）",
    "period.day": lambda row: row.scene.day,
}
