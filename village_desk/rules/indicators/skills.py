"""Indicators of skills: training, certificates, vocational schooling and what came after (policies.md)."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.rules.indicators.figure import Behind, Figure, Unit, rate
from village_desk.rules.indicators.registry import indicator
from village_desk.rules.indicators.scene import Group, Scene, person_behind
from village_desk.rules.livelihood_records import Study, Training
from village_desk.rules.months import age_on, month_of
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Person

_SCHOOL_LEAVERS = frozenset({"初中", "高中"})
"""文化程度 of a 两后生: done with middle school and in no school now."""

_Pair = tuple[HouseholdPicture, Person]


@indicator("training_rate", Unit.RATE, Group.LIFTED)
def training_rate(scene: Scene, group: Group) -> Figure:
    """Labour that has been trained among the labour that wants to be."""
    wishing = [pair for pair in scene.labour(group) if scene.wants_training(pair[1])]
    return _rate([pair for pair in wishing if _trained(scene, *pair)], wishing)


@indicator("skill_certificate_rate", Unit.RATE, Group.LIFTED)
def skill_certificate_rate(scene: Scene, group: Group) -> Figure:
    """Labour that wants to work and has a certificate of a training, or a skill on record."""
    willing = [pair for pair in scene.labour(group) if scene.is_willing(pair[1])]
    return _rate([pair for pair in willing if pair[1].skill or _is_certified(scene, *pair)], willing)


@indicator("training_employment_rate", Unit.RATE, Group.LIFTED)
def training_employment_rate(scene: Scene, group: Group) -> Figure:
    """Those whose training ended in the year and who are at work off the own farm."""
    trained = [
        pair
        for pair in _everybody(scene, group)
        if any(_of_year(scene, one) for one in _trained(scene, *pair))
    ]
    return _rate([pair for pair in trained if scene.works(*pair)], trained)


@indicator("vocational_entry_rate", Unit.RATE, Group.LIFTED)
def vocational_entry_rate(scene: Scene, group: Group) -> Figure:
    """两后生 who went on to vocational school, among those of that age who are done with middle school."""
    young = [pair for pair in _everybody(scene, group) if _is_young(scene, pair[1])]
    entered = [pair for pair in young if _is_vocational(scene, *pair)]
    left = [pair for pair in young if not pair[1].schooling and pair[1].education in _SCHOOL_LEAVERS]
    return _rate(entered, [pair for pair in young if pair in entered or pair in left])


@indicator("new_labour_schooling_rate", Unit.RATE, Group.LIFTED)
def new_labour_schooling_rate(scene: Scene, group: Group) -> Figure:
    """Young labour with vocational schooling of the middle grade, or more schooling than that."""
    new = [pair for pair in scene.labour(group) if _is_young(scene, pair[1])]
    secondary = scene.yardstick.secondary
    return _rate([pair for pair in new if pair[1].education in secondary or _studies(*pair)], new)


@indicator("vocational_employment_rate", Unit.RATE, Group.LIFTED)
def vocational_employment_rate(scene: Scene, group: Group) -> Figure:
    """Graduates of vocational schools of the year who have stable work or study on."""
    return _settled(scene, group, scene.yardstick.stable, only_yulu=False)


@indicator("yulu_employment_rate", Unit.RATE, Group.TRACKED)
def yulu_employment_rate(scene: Scene, group: Group) -> Figure:
    """雨露计划 graduates of the year who work or study on."""
    return _settled(scene, group, scene.yardstick.settled, only_yulu=True)


def _settled(scene: Scene, group: Group, outcomes: frozenset[str], *, only_yulu: bool) -> Figure:
    """Where nobody has said what became of a graduate, a work spell that goes on says it."""
    graduates: list[tuple[_Pair, Study]] = [
        (pair, study)
        for pair in _everybody(scene, group)
        for study in _studies(*pair)
        if study.ended is not None
        and study.ended in scene.window
        and study.ended <= month_of(scene.as_of)
        and (study.yulu or not only_yulu)
    ]
    settled = [
        pair
        for pair, study in graduates
        if study.outcome in outcomes or (study.outcome is None and scene.spells(*pair))
    ]
    return _rate(settled, [pair for pair, _ in graduates])


def _everybody(scene: Scene, group: Group) -> list[_Pair]:
    return [(one, person) for one in scene.of(group) for person in scene.members(one)]


def _rate(counted: Iterable[_Pair], base: Iterable[_Pair]) -> Figure:
    return rate(_behind(counted), _behind(base))


def _behind(pairs: Iterable[_Pair]) -> list[Behind]:
    return list(dict.fromkeys(person_behind(*pair) for pair in pairs))


def _trained(scene: Scene, one: HouseholdPicture, person: Person) -> list[Training]:
    """A member's trainings that have ended."""
    return [
        training
        for training in one.trainings
        if training.person_id == person.id
        and training.ended_on is not None
        and training.ended_on <= scene.as_of
    ]


def _of_year(scene: Scene, training: Training) -> bool:
    return training.ended_on is not None and month_of(training.ended_on) in scene.window


def _is_certified(scene: Scene, one: HouseholdPicture, person: Person) -> bool:
    return any(
        training.person_id == person.id
        and training.certificate
        and (training.certified_on is None or training.certified_on <= scene.as_of)
        for training in one.trainings
    )


def _studies(one: HouseholdPicture, person: Person) -> list[Study]:
    return [study for study in one.studies if study.person_id == person.id]


def _is_vocational(scene: Scene, one: HouseholdPicture, person: Person) -> bool:
    """A vocational school was entered: the roster's grade says so, or a record does."""
    grade = person.schooling or ""
    return grade.startswith(scene.yardstick.vocational) or bool(_studies(one, person))


def _is_young(scene: Scene, person: Person) -> bool:
    first, below = scene.yardstick.young
    return person.born_on is not None and first <= age_on(person.born_on, scene.as_of) < below
