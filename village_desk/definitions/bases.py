"""The shipped counting bases 口径, and a book's own exceptions to them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from village_desk.definitions.items import income_items, read_counting
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    table_names,
    take,
)
from village_desk.rules.items import Category, Counting, CountingBasis

_KEYS = frozenset({"id", "name", "formula_text", "adds", "takes", "divisor", "revision", "counting"})
DIVISORS = frozenset({"counted", "registered", "stated"})


@read_once
def counting_bases() -> Mapping[str, CountingBasis]:
    """The shipped bases by id, P1 first (domain.md 2.1).

    Raises:
        DefinitionError: An unknown key, category, item or mark.
    """
    found: dict[str, CountingBasis] = {}
    for name in table_names("resources", "bases"):
        where = f"resources/bases/{name}"
        basis = make_basis(read_table("resources", "bases", name), where)
        if basis.id != name.removesuffix(".toml"):
            raise DefinitionError(f"{where}: id must be the file's name")
        found[basis.id] = basis
    return MappingProxyType(found)


def counting_basis(id: str) -> CountingBasis:  # noqa: A002 - the word of the field
    """One basis by id.

    Raises:
        KeyError: No such basis.
    """
    return counting_bases()[id]


def with_exceptions(basis: CountingBasis, exceptions: Mapping[str, Counting]) -> CountingBasis:
    """The basis with a county's own marks laid over its own; everything else stays.

    Raises:
        KeyError: An exception is for an item that does not exist.
    """
    for code in exceptions:
        if code not in income_items():
            raise KeyError(code)
    return replace(basis, counting=MappingProxyType({**basis.counting, **exceptions}))


def make_basis(table: Table, where: str) -> CountingBasis:
    """Build a basis from its table.

    Raises:
        DefinitionError: See counting_bases.
    """
    refuse_unknown(table, _KEYS, where)
    adds, takes = _categories(table, "adds", where), _categories(table, "takes", where)
    divisor = take(table, "divisor", str, where)
    if adds & takes or divisor not in DIVISORS:
        raise DefinitionError(f"{where}: a category is added and taken, or the divisor is unknown")
    return CountingBasis(
        id=take(table, "id", str, where),
        name=take(table, "name", str, where),
        formula_text=take(table, "formula_text", str, where),
        adds=adds,
        takes=takes,
        divisor=divisor,
        counting=_counting(table, where),
        revision=take(table, "revision", int, where),
    )


def _categories(table: Table, key: str, where: str) -> frozenset[Category]:
    try:
        return frozenset(Category(name) for name in take(table, key, list, where))
    except ValueError as error:
        raise DefinitionError(f"{where}: {key}: {error}") from None


def _counting(table: Table, where: str) -> Mapping[str, Counting]:
    marks: dict[str, Counting] = {}
    for code, mark in take(table, "counting", dict, where).items():
        if code not in income_items():
            raise DefinitionError(f"{where}: counting: no such item {code}")
        marks[code] = read_counting(mark, f"{where}: counting.{code}")
    return MappingProxyType(marks)
