"""A township's year is added up village by village, and comes to what all villages come to as one picture."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from weakref import ref

import pytest
from msgspec.structs import replace

from tests.conftest import Invented
from village_desk.practice.village import BOOK_NAME, make_practice_village, practice_day
from village_desk.rules.chosen_records import Setting
from village_desk.rules.exchange_records import Package
from village_desk.rules.figures import household_figure, roll_up
from village_desk.rules.income import Reckoner
from village_desk.rules.indicators.figure import Figure
from village_desk.rules.indicators.judging import Judged
from village_desk.rules.low_income import low_income_ledger
from village_desk.rules.months import Month, Quarter, YearMode, make_quarter, year_window
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.records import Household, Person, Record
from village_desk.store.book import Book, Village, create_book, open_with
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE
from village_desk.store.keys.practice_key import PRACTICE_PASSPHRASE
from village_desk.store.reading import Reading
from village_desk.store.reckoned import township_year as year_module
from village_desk.store.reckoned.checked import checked_by
from village_desk.store.reckoned.indicators import village_indicators
from village_desk.store.reckoned.township_checks import VillageChecked, township_findings
from village_desk.store.reckoned.township_figures import township_figures
from village_desk.store.reckoned.township_year import KeptVillages, TownshipYear, township_year
from village_desk.store.settings import BookSettings, book_settings, choose, reckoner_for
from village_desk.store.villages import township as township_module
from village_desk.store.villages.row_stream import TRAVELLING
from village_desk.store.villages.township import Township, Villages, township

CODES = tuple(f"99010100100{number}" for number in (2, 3, 4, 5))
"""Three with every third household of a practice village; in the last one nobody has anything entered."""
PROFILE = "county_template_2022_2025"
QUARTER = make_quarter(2025, 3, YearMode.INCOME_YEAR)
DOCUMENTS = ((PROFILE, 2025), ("qujing_jkq_2022_2024", 2024), ("linjiang_2023_2025", 2025))
"""Documents with years: the second states a low-income line, the third asks for more than the year before."""
TODAY = practice_day()


def _package(code: str) -> Package:
    hashes = {"hash": "", "previous": "", "rows_hash": ""}
    counts = {"households": 1, "persons": 1, "lines": 1}
    days = {"made_on": date(2025, 7, 2), "received_on": date(2025, 7, 3)}
    of = (PROFILE, Month(202504), "2025Q3", 1)
    return Package(new_id(), code, f"村{code[-1]}", *of, **hashes, **counts, **days)  # type: ignore[arg-type]


def _split(records: list[Record]) -> Iterator[Record]:
    """The records of one village as those of three; what is of no household goes to the first."""
    households = [one.id for one in records if isinstance(one, Household)]
    of = {household_id: CODES[place % 3] for place, household_id in enumerate(households)}
    for record in records:
        household_id = record.id if isinstance(record, Household) else getattr(record, "household_id", None)
        yield replace(record, village_code=of.get(household_id or "", CODES[0]))


def _checked_township(town: Township, checked: Iterable[VillageChecked], quarter: Quarter) -> Township:
    """A township with what the checks find in its villages, for the indicators of the data."""
    found = {village.code: village.findings for village in checked}
    villages = tuple(
        replace(village, checked=checked_by(found[village.code], quarter)) for village in town.villages
    )
    everywhere = chain.from_iterable(found.values())
    return replace(
        town, whole=replace(town.whole, checked=checked_by(everywhere, quarter)), villages=villages
    )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder = tmp_path_factory.mktemp("town")
    make_practice_village(folder / "practice", 30, 7)
    with open_with(folder / "practice" / BOOK_NAME, PRACTICE_PASSPHRASE) as book, book.reading() as reading:
        records = [one for kind in TRAVELLING if kind is not Setting for one in reading.all(kind)]
    village = Village("990101001000", "九曲镇", PROFILE, "town")
    made = create_book(folder / "town.book", village, PRACTICE_PASSPHRASE, cost=PRACTICE)[0]
    with made.changing(Deed("import", "试", "试", is_correction=True)) as change:
        choose(
            change, "references", {"prefecture_mean": {"2025": 2_000_000}, "local_rural": {"2025": 2_100_000}}
        )
        change.insert_many([_package(code) for code in CODES])
        change.insert_many(_split(records))
        people = Invented(CODES[3])
        household = people.household(household_class="脱贫户")
        twice = next(one for one in records if isinstance(one, Person) and one.identity_number)
        change.insert_many(
            [
                household,
                people.person(household),
                people.person(household, identity_number=twice.identity_number),
            ]
        )
    yield made
    made.close()


def _settings(book: Book, profile: str = PROFILE) -> BookSettings:
    with book.reading() as reading:
        return replace(book_settings(reading, PROFILE), profile=profile)


def _year(book: Book, profile: str = PROFILE, year: int = 2025) -> TownshipYear:
    settings, quarter = _settings(book, profile), make_quarter(year, 3, YearMode.INCOME_YEAR)
    with book.reading() as reading:
        return township_year(reading, "九曲镇", settings, reckoner_for(settings), quarter, TODAY)


def _at_once(book: Book, year: int = 2025) -> VillagePicture:
    quarter = make_quarter(year, 3, YearMode.INCOME_YEAR)
    with book.reading() as reading:
        checked = township_findings(reading, quarter, TODAY)
        return _checked_township(township(reading, "九曲镇"), checked, quarter).whole


def _told(figure: Figure) -> tuple[object, ...]:
    """All that a figure says, whatever the order of the villages."""
    return (
        *(figure.value, figure.numerator, figure.denominator, figure.none_left, figure.counts),
        *(sorted(figure.counted, key=repr), sorted(figure.base, key=repr)),
        sorted(figure.beside, key=repr),
        [(row.name, _told(row.figure)) for row in figure.rows],
    )


def _judged(one: Judged) -> tuple[object, ...]:
    return (one.indicator, one.group, one.target, one.state, one.gap, _told(one.figure))


@pytest.mark.parametrize(("profile", "year"), DOCUMENTS)
def test_every_indicator_of_the_sums_is_that_of_all_households_together(
    town: Book, profile: str, year: int
) -> None:
    settings = _settings(town, profile)
    whole = village_indicators(_at_once(town, year), settings, reckoner_for(settings), year, TODAY)
    added = _year(town, profile, year).whole.indicators
    assert len(added) == len(whole) > 60
    for one, other in zip(added, whole, strict=True):
        assert _judged(one) == _judged(other), one.indicator
    known = [one for one in whole if one.figure.value]
    assert len(known) > 40, "most of them have something to add up"


def test_income_and_the_low_income_ledger_are_those_of_all_households_together(town: Book) -> None:
    profile, year = DOCUMENTS[1]
    settings, whole, added = _settings(town, profile), _at_once(town, year), _year(town, profile, year).whole
    reckoner, window = reckoner_for(settings), year_window(year, settings.year_mode)
    assert added.income == roll_up(
        [household_figure(one, reckoner, window) for one in whole.households],
        reckoner,
        settings.policy.bands_for(year),
        line=settings.monitoring_line(year),
        fall_percent=settings.policy.falling_hint,
    )
    line = settings.policy.low_income_for(year)
    assert line is not None
    ledger = low_income_ledger(whole.households, reckoner, year, settings.year_mode, line)
    own = added.low_income
    assert own is not None
    assert len(own.start) == len(ledger.rows) == len(own.lifted) + len(own.remaining)
    assert len(own.lifted) == ledger.lifted
    assert {one.household_id for one in own.start} == {row.picture.household.id for row in ledger.rows}
    assert {one.household_id for one in own.new} == {row.picture.household.id for row in ledger.newly_in}
    assert own.new, "there is somebody to add up"


def test_every_village_has_its_own_and_whom_two_hold_is_counted_once(town: Book) -> None:
    year, settings = _year(town), _settings(town)
    assert year.counted_once == 1
    with town.reading() as reading:
        villages = _checked_township(
            township(reading, "九曲镇"), township_findings(reading, QUARTER, TODAY), QUARTER
        ).villages
    for unit, picture in zip(year.villages, villages, strict=True):
        own = village_indicators(picture, settings, reckoner_for(settings), 2025, TODAY)
        assert list(map(_judged, unit.indicators)) == list(map(_judged, own))
    members = [len(one.persons) for village in villages for one in village.households]
    assert sum(members) == len({p.id for v in villages for h in v.households for p in h.persons})


def test_the_findings_are_those_of_each_village_checked_by_itself(town: Book) -> None:
    year = _year(town)
    with town.reading() as reading:
        checked = township_findings(reading, QUARTER, TODAY)
    for unit, village in zip(year.villages, checked, strict=True):
        found = [
            (one.rule, one.level, one.behind.household_id, one.behind.person_id) for one in unit.findings
        ]
        assert found == [(f.rule, f.level, f.household_id, f.person_id) for f in village.findings]
    assert len(year.whole.findings) == sum(len(one.findings) for one in checked) > 0


def test_one_villages_picture_at_a_time_stands_in_memory(town: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    class Noted(list[object]):
        pass

    read, before, alive = township_module.village_picture, list[ref[Noted]](), list[int]()

    def noting(*arguments: object) -> VillagePicture:
        gc.collect()
        alive.append(sum(one() is not None for one in before))
        picture = read(*arguments)  # type: ignore[arg-type]
        households = Noted(picture.households)
        before.append(ref(households))
        return replace(picture, households=households)  # type: ignore[arg-type]

    monkeypatch.setattr(township_module, "village_picture", noting)
    monkeypatch.setattr(year_module, "village_picture", noting)
    year = _year(town)
    settings, told = _settings(town), list[tuple[int, int]]()
    with town.reading() as reading:
        figures = township_figures(
            Villages(reading), settings, reckoner_for(settings), 2025, TODAY, lambda *done: told.append(done)
        )
    assert alive == [0] * 2 * len(CODES)
    assert told == [(place, len(CODES)) for place in range(1, len(CODES) + 1)]
    assert figures.whole.income.income == year.whole.income.income


def test_a_village_is_reckoned_again_only_where_something_of_it_is_new(
    town: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, seen, kept = year_module.village_picture, list[str](), KeptVillages()

    def noting(alone: Reading, name: str) -> VillagePicture:
        seen.append(alone.village_code)
        return read(alone, name)

    def look(today: date = TODAY, reckoner: Reckoner | None = None) -> tuple[list[str], TownshipYear]:
        seen.clear()
        with town.reading() as reading:
            year = township_year(reading, "九曲镇", settings, reckoner or usual, QUARTER, today, kept=kept)
        return [*seen], year

    settings = _settings(town)
    usual = reckoner_for(settings)
    monkeypatch.setattr(year_module, "village_picture", noting)
    first, before = look()
    again, after = look()
    assert (first, again) == ([*CODES], [])
    assert list(map(_judged, after.whole.indicators)) == list(map(_judged, before.whole.indicators))
    with town.changing(Deed("package-accepted", "试")) as change:
        newer = replace(_package(CODES[1]), sequence=2)
        change.insert(newer)
    assert look()[0] == [CODES[1]]
    assert look(reckoner=reckoner_for(settings))[0] == [*CODES], "another choice was made"
    assert look(today=TODAY + timedelta(1))[0] == [*CODES]
    with town.changing(Deed("package-undone", "试")) as change:
        change.void(Package, newer.id)


def test_a_look_that_is_stopped_ends_between_two_villages(town: Book) -> None:
    settings, seen = _settings(town), list[int]()

    def stop(done: int, _: int) -> None:
        seen.append(done)
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError), town.reading() as reading:
        township_year(reading, "九曲镇", settings, reckoner_for(settings), QUARTER, TODAY, stop)
    assert seen == [1, 2]
    assert _year(town).whole.income.households == 31
