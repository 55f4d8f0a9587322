"""What marks a village, and what marks a township: each by the share and the number its document names."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.rules.pictures import HouseholdPicture, VillagePicture
from village_desk.rules.records import Household, Person
from village_desk.store.reckoned.township_figures import TownshipFigures, township_figures
from village_desk.store.settings import BookSettings, reckoner_for
from village_desk.store.villages.township import Villages

SETTINGS = BookSettings(profile="county_template_2022_2025")
"""Above 3 % monitored in a village; above 5 % and from 100 persons lifted or monitored in a township."""
TODAY = date(2025, 8, 1)
CODES = ("990101001002", "990101001003")


def _household(code: str, name: str, members: int, **more: str) -> HouseholdPicture:
    one = f"{code}-{name}"
    persons = tuple(Person(f"{one}-{place}", code, one, place) for place in range(1, members + 1))
    return HouseholdPicture(Household(one, code, number=name, **more), persons)  # type: ignore[arg-type]


class _Given(Villages):
    """Villages that stand in no book."""

    def __init__(self, pictures: tuple[VillagePicture, ...]) -> None:
        self.names = {one.code: one.name for one in pictures}
        self._pictures = {one.code: one for one in pictures}
        self._doubles = frozenset()

    def picture(self, code: str, only: object = None) -> VillagePicture:
        return self._pictures[code]


def reckoned(lifted: int, monitored: int, others: int) -> TownshipFigures:
    """Two villages: in the first all that are lifted, in the second all that are monitored."""
    first = [_household(CODES[0], "1", lifted, household_class="脱贫户")]
    first.append(_household(CODES[0], "2", others, household_class="一般农户"))
    second = [_household(CODES[1], "1", monitored, monitoring_class="边缘易致贫户")]
    second.append(_household(CODES[1], "2", others, household_class="一般农户"))
    villages = (
        VillagePicture(CODES[0], "柳树湾村", tuple(first)),
        VillagePicture(CODES[1], "桃花坞村", tuple(second)),
    )
    return township_figures(_Given(villages), SETTINGS, reckoner_for(SETTINGS), 2025, TODAY)


def _marked(figures: TownshipFigures) -> list[tuple[str, str]]:
    whole = [("全", one.indicator) for one in figures.whole.alarms]
    return whole + [(code, one.indicator) for code in CODES for one in figures.villages[code].alarms]


@pytest.mark.parametrize(
    ("lifted", "monitored", "others", "marked"),
    [
        (90, 10, 400, [("全", "tracked_concentration")]),
        (89, 10, 400, []),
        (90, 10, 950, []),
        (10, 13, 400, [(CODES[1], "village_concentration")]),
        (10, 12, 400, []),
    ],
)
def test_a_township_is_marked_by_share_and_number_and_a_village_by_its_share(
    lifted: int, monitored: int, others: int, marked: list[tuple[str, str]]
) -> None:
    assert _marked(reckoned(lifted, monitored, others)) == marked


def test_a_mark_says_how_many_are_counted() -> None:
    (alarm,) = reckoned(90, 10, 400).whole.alarms
    assert (len(alarm.figure.counted), len(alarm.figure.base)) == (100, 900)
