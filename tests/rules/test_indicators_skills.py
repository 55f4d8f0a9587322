"""Training, certificates and vocational schooling, worked out by hand."""

from datetime import date
from fractions import Fraction

from tests.rules.small_village import ask, household, names, person, village_year
from village_desk.rules.indicators.scene import Group
from village_desk.rules.livelihood_records import Study, Training
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.support_records import WorkSpell

WORDS = {
    "vocational": ("中职", "高职"),
    "secondary": frozenset({"高中", "大专"}),
    "stable": frozenset({"稳定就业", "升学"}),
    "settled": frozenset({"稳定就业", "升学", "灵活就业"}),
}


def _trained(
    name: str, ended: date | None, certificate: str | None = None, **more: object
) -> HouseholdPicture:
    training = Training(f"{name}t", "v", name, f"{name}1", ended_on=ended, certificate=certificate)
    return household(name, people=(person(name, training_wish="焊工", **more),), trainings=(training,))


def _graduate(name: str, outcome: str | None, ended: int | None = 202506, **more: object) -> HouseholdPicture:
    known = {"yulu": True, **more}
    study = Study(f"{name}s", "v", name, f"{name}1", ended=ended and Month(ended), outcome=outcome, **known)  # type: ignore[arg-type]
    return household(name, people=(person(name, born_on=date(2005, 3, 1)),), studies=(study,))


def test_who_wants_a_training_has_had_one_when_it_is_over():
    scene = village_year(
        _trained("a", date(2025, 3, 1)),
        _trained("b", None),
        _trained("later", date(2025, 10, 1)),
        household("nowish"),
        household("no", people=(person("no", training_wish="无"),)),
        unwilling=frozenset({"无"}),
    )
    figure = ask(scene, "training_rate")
    assert figure.value == Fraction(1, 3)
    assert names(figure) == ["a1"]
    assert [one.person_id for one in figure.base] == ["a1", "b1", "later1"]


def test_a_certificate_comes_of_a_training_or_stands_on_the_roster():
    scene = village_year(
        _trained("a", date(2025, 3, 1), certificate="焊工证"),
        _trained("b", date(2025, 3, 1)),
        household("c", people=(person("c", skill="电工证"),)),
        household("d"),
    )
    figure = ask(scene, "skill_certificate_rate")
    assert (figure.value, names(figure)) == (Fraction(1, 2), ["a1", "c1"])


def test_work_after_a_training_is_asked_of_the_trainings_of_the_year():
    scene = village_year(
        _trained("a", date(2025, 3, 1), work_months=6),
        _trained("b", date(2025, 3, 1)),
        _trained("old", date(2023, 3, 1), work_months=6),
    )
    assert ask(scene, "training_employment_rate").value == Fraction(1, 2)


def test_school_leavers_have_entered_when_the_grade_or_a_record_says_so():
    born = {"born_on": date(2008, 1, 1), "labour": None}
    scene = village_year(
        household("grade", people=(person("grade", schooling="中职一年级", **born),)),
        household(
            "record", people=(person("record", education="初中", **born),), studies=(_study("record"),)
        ),
        household("idle", people=(person("idle", education="初中", **born),)),
        household("senior", people=(person("senior", schooling="普通高中一年级", **born),)),
        household("old", people=(person("old", education="初中"),)),
        **WORDS,
    )
    figure = ask(scene, "vocational_entry_rate")
    assert names(figure) == ["grade1", "record1"]
    assert figure.value == Fraction(2, 3)


def _study(name: str) -> Study:
    return Study(f"{name}s", "v", name, f"{name}1", started=Month(202409))


def test_new_labour_is_young_labour_with_secondary_schooling_or_a_vocational_school():
    born = {"born_on": date(2005, 1, 1)}
    scene = village_year(
        household("a", people=(person("a", education="高中", **born),)),
        household("b", people=(person("b", education="初中", **born),)),
        household("c", people=(person("c", education="初中", **born),), studies=(_study("c"),)),
        household("older", people=(person("older", education="小学"),)),
        **WORDS,
    )
    figure = ask(scene, "new_labour_schooling_rate")
    assert (figure.value, names(figure)) == (Fraction(2, 3), ["a1", "c1"])


def test_graduates_of_the_year_are_settled_by_their_outcome_or_by_a_spell_that_goes_on():
    works = WorkSpell("w", "v", "spell", "spell1", started=Month(202507), area="省外")
    spell = _graduate("spell", None)
    scene = village_year(
        _graduate("stable", "稳定就业"),
        _graduate("odd", "灵活就业", yulu=False),
        _graduate("idle", "待业"),
        HouseholdPicture(spell.household, spell.persons, studies=spell.studies, spells=(works,)),
        _graduate("before", "待业", ended=202406),
        _graduate("still", "在读", ended=None),
        **WORDS,
    )
    stable = ask(scene, "vocational_employment_rate")
    assert (stable.value, names(stable)) == (Fraction(2, 4), ["stable1", "spell1"])
    yulu = ask(scene, "yulu_employment_rate", Group.LIFTED)
    assert (yulu.value, names(yulu)) == (Fraction(2, 3), ["stable1", "spell1"])
    nobody = village_year(_graduate("still", "在读", ended=None), **WORDS)
    assert ask(nobody, "yulu_employment_rate").value is None
