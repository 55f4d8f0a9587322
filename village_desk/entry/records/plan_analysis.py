"""What a plan begins with: who can do what and wants to, what the household has, how its income is made."""

from __future__ import annotations

from msgspec import Struct

from village_desk.definitions.items import income_items
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.rules.income import Income
from village_desk.rules.labour import work_done
from village_desk.rules.money import quantity_text
from village_desk.rules.months import Window, age_on, year_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.population import is_member_on
from village_desk.rules.records import Person

_LAND = ("farmland", "forest_land", "orchard")


class MemberRow(Struct, frozen=True):
    """A member as a plan sees it: ability, health, skill, work of the year before, wish."""

    person: Person
    age: int | None
    work: str
    """Where and for how many months of the year before."""

    @property
    def learned(self) -> str:
        """Schooling and skill."""
        known = (self.person.schooling or self.person.education, self.person.skill)
        return "，".join(part for part in known if part)

    @property
    def wish(self) -> str:
        """What it wants to do and to be trained in."""
        return "，".join(part for part in (self.person.work_wish, self.person.training_wish) if part)

    @property
    def health(self) -> str:
        """Every answer, one after another."""
        return "、".join(self.person.health or ())


class PlanAnalysis(Struct, frozen=True):
    """A household's analysis for the plan of a year."""

    members: tuple[MemberRow, ...]
    before: Income
    """Of the closed year."""
    now: Income
    """Of the plan's year, as far as it is entered."""
    means: str
    """Land and what it raises, in words; blank where nothing is known."""


def plan_analysis(sitting: Sitting, picture: HouseholdPicture, year: int) -> PlanAnalysis:
    """Analyse a household for the plan of a year."""
    mode = sitting.settings.year_mode
    before, now = year_window(year - 1, mode), year_window(year, mode)
    members = [person for person in picture.persons if is_member_on(person, sitting.today)]
    return PlanAnalysis(
        tuple(_member(sitting, picture, person, before) for person in members),
        sitting.income(picture, before),
        sitting.income(picture, now),
        "　".join((*_land(picture), *_industries(picture, year))),
    )


def _member(sitting: Sitting, picture: HouseholdPicture, person: Person, before: Window) -> MemberRow:
    age = None if person.born_on is None else age_on(person.born_on, sitting.today)
    done = work_done(picture, person, before)
    words = ["、".join(done.places)] if done.places else []
    words += [say("plans.months_worked", months=done.months)] if done.months else []
    return MemberRow(person, age, "，".join(words))


def _land(picture: HouseholdPicture) -> list[str]:
    found = ((key, getattr(picture.household, key)) for key in _LAND)
    return [say(f"plans.{key}", mu=quantity_text(mu)) for key, mu in found if mu]


def _industries(picture: HouseholdPicture, year: int) -> list[str]:
    """What it raised last year and raises now, each once with its newest scale."""
    recent = sorted(
        (one for one in picture.industries if year - 1 <= one.year <= year), key=lambda one: one.year
    )
    newest = {one.item or "": one for one in recent}
    return [
        f"{income_items()[item].label} {quantity_text(one.scale)}{one.scale_unit or ''}".rstrip()
        for item, one in newest.items()
        if item in income_items()
    ]
