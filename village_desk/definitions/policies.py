"""Policy profiles: what one place's document sets for its years, as data with the document named."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from village_desk.definitions.codes import texts
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    table_names,
    take,
)
from village_desk.places.shipped import shipped
from village_desk.rules.money import Fen
from village_desk.rules.months import YearMode

_KEYS = frozenset(
    {
        *("id", "name", "place", "title", "number", "years", "year_mode", "line_name", "is_monitoring_line"),
        *("line_excludes", "lines", "low_income", "bands", "falling", "labour_ages", "targets"),
    }
)
_FALLING_KEYS = frozenset({"hint", "doubt", "report"})
_AGE_KEYS = frozenset({"from", "below"})


class PolicyProfile(Struct, frozen=True):
    """The figures of one policy document, year by year; what it does not state is absent, never invented."""

    id: str
    name: str
    place: str
    title: str
    number: str
    """The document's number; blank when its published text has none."""
    years: tuple[int, ...]
    year_mode: YearMode
    line_name: str
    """What the document calls its line, for example 监测底线."""
    is_monitoring_line: bool
    """Households under the line are candidates for monitoring; otherwise the line is a target or a mean."""
    line_excludes: tuple[str, ...]
    """Groups of people that the line's target leaves out, for example safety_net."""
    falling_hint: int
    """Fall against the year before, whole percent, above which a hint is due (0: any fall)."""
    falling_doubt: int
    """Fall from which it is doubted."""
    falling_report: int
    """Fall from which it is reported."""
    labour_from: int
    """First full year of age that counts as labour."""
    labour_below: int
    """First full year of age that no longer does."""
    lines: Mapping[int, Fen]
    low_income: Mapping[int, Fen]
    bands: Mapping[int, tuple[Fen, ...]]

    def __hash__(self) -> int:
        return hash(self.id)

    def line_for(self, year: int) -> Fen | None:
        """The line of a year per person; None means 未说明 and is asked for when the year is opened."""
        return self.lines.get(year)

    def low_income_for(self, year: int) -> Fen | None:
        """The threshold of the low-income ledger per person; None means 未说明."""
        return self.low_income.get(year)

    def bands_for(self, year: int) -> tuple[Fen, ...]:
        """Rising edges between income bands per person; an income on an edge belongs to the band above.

        A year outside the document takes the bands of its last year.
        """
        return self.bands.get(year) or self.bands[self.years[-1]]


@read_once
def policy_profiles() -> Mapping[str, PolicyProfile]:
    """The shipped profiles by id.

    Raises:
        DefinitionError: File, key and reason, for example a year without bands.
    """
    found: dict[str, PolicyProfile] = {}
    for name in table_names("resources", "policies"):
        where = f"resources/policies/{name}"
        profile = make_profile(read_table("resources", "policies", name), where)
        if profile.id != name.removesuffix(".toml"):
            raise DefinitionError(f"{where}: id must be the file's name", "id-is-name", where=where)
        found[profile.id] = profile
    return MappingProxyType(found)


def shipped_profiles() -> list[PolicyProfile]:
    """The profiles that come with the program: a new book begins with one of them."""
    names = {path.stem for path in shipped("resources", "policies").glob("*.toml")}
    return [profile for profile in policy_profiles().values() if profile.id in names]


def make_profile(table: Table, where: str) -> PolicyProfile:
    """Build a profile from its table.

    Raises:
        DefinitionError: See policy_profiles.
    """
    refuse_unknown(table, _KEYS, where)
    years = _years(table, where)
    falling = _numbers(table, "falling", _FALLING_KEYS, where)
    ages = _numbers(table, "labour_ages", _AGE_KEYS, where)
    return PolicyProfile(
        id=take(table, "id", str, where),
        name=take(table, "name", str, where),
        place=take(table, "place", str, where),
        title=take(table, "title", str, where),
        number=take(table, "number", str, where),
        years=years,
        year_mode=_year_mode(table, where),
        line_name=take(table, "line_name", str, where),
        is_monitoring_line=take(table, "is_monitoring_line", bool, where),
        line_excludes=texts(table, "line_excludes", where),
        falling_hint=falling["hint"],
        falling_doubt=falling["doubt"],
        falling_report=falling["report"],
        labour_from=ages["from"],
        labour_below=ages["below"],
        lines=_amounts(table, "lines", years, where),
        low_income=_amounts(table, "low_income", years, where),
        bands=_bands(table, years, where),
    )


def _years(table: Table, where: str) -> tuple[int, ...]:
    years = tuple(take(table, "years", list, where))
    if not years or any(type(year) is not int for year in years) or list(years) != sorted(set(years)):
        raise DefinitionError(f"{where}: years must be rising years", "rising-years", where=where)
    return years


def _year_mode(table: Table, where: str) -> YearMode:
    try:
        return YearMode(take(table, "year_mode", str, where))
    except ValueError:
        raise DefinitionError(
            f"{where}: year_mode must be income-year or calendar", "year-mode", where=where
        ) from None


def _numbers(table: Table, key: str, known: frozenset[str], where: str) -> dict[str, int]:
    entry = take(table, key, dict, where)
    refuse_unknown(entry, known, f"{where}: {key}")
    return {name: take(entry, name, int, f"{where}: {key}") for name in known}


def _year(text: str, years: tuple[int, ...], where: str) -> int:
    if not text.isdecimal() or int(text) not in years:
        raise DefinitionError(
            f"{where}: {text} is not a year of the document", "no-year", where=where, year=text
        )
    return int(text)


def _amounts(table: Table, key: str, years: tuple[int, ...], where: str) -> Mapping[int, Fen]:
    entry, where = take(table, key, dict, where), f"{where}: {key}"
    return MappingProxyType(
        {_year(year, years, where): _yuan(amount, where) for year, amount in entry.items()}
    )


def _bands(table: Table, years: tuple[int, ...], where: str) -> Mapping[int, tuple[Fen, ...]]:
    entry, where = take(table, "bands", dict, where), f"{where}: bands"
    bands: dict[int, tuple[Fen, ...]] = {}
    for year in entry:
        edges = tuple(_yuan(edge, where) for edge in take(entry, year, list, where))
        if not edges or list(edges) != sorted(set(edges)):
            raise DefinitionError(
                f"{where}: {year} must be rising edges", "rising-edges", where=where, year=year
            )
        bands[_year(year, years, where)] = edges
    lacking = [str(year) for year in years if year not in bands]
    if lacking:
        years_lacking = {"where": where, "years": "、".join(lacking)}
        raise DefinitionError(f"{where}: {', '.join(lacking)} is lacking", "no-bands", **years_lacking)
    return MappingProxyType(bands)


def _yuan(amount: object, where: str) -> Fen:
    if type(amount) is not int or amount <= 0:
        raise DefinitionError(
            f"{where}: {amount} must be whole yuan above zero", "whole-yuan", where=where, amount=amount
        )
    return Fen(amount * 100)
