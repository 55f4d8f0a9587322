"""Indicators of what is owed, lent and insured: wages, small loans, insurance (policies.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from village_desk.rules.indicators.figure import NOTHING, Behind, Figure, Unit, head_count, rate
from village_desk.rules.indicators.industry import runs
from village_desk.rules.indicators.registry import indicator
from village_desk.rules.indicators.scene import Group, Scene, household_behind, person_behind
from village_desk.rules.months import age_on, month_of, months_between
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.records import Person
from village_desk.rules.support_records import Loan, PublicPost, WorkSpell

_POST_WAGES = "公益性岗位"
"""The branch of the items under which such wages are entered."""


@indicator("post_wages_paid", Unit.RATE, Group.TRACKED)
def post_wages_paid(scene: Scene, group: Group) -> Figure:
    """Holders of public posts whose wages in the ledger come to the pay of the months held so far."""
    due: dict[Behind, int] = {}
    paid: dict[Behind, int] = {}
    for one in scene.of(group):
        for post in one.posts:
            months = _months_held(scene, post)
            if post.person_id and post.month_pay and months:
                whose = Behind(one.household.id, post.person_id)
                due[whose] = due.get(whose, 0) + months * post.month_pay
                paid[whose] = _post_wages(scene, one, post.person_id)
    return rate((whose for whose in due if paid[whose] >= due[whose]), due)


@indicator("wage_arrears", Unit.COUNT, Group.TRACKED, less_is_better=True)
def wage_arrears(scene: Scene, group: Group) -> Figure:
    """Members whose wages are owed, from their work spells, among those of whom it was asked."""
    asked = _asked(scene, group)
    owed = [whose for whose, spells in asked.items() if any(_is_owed(scene, spell) for spell in spells)]
    return head_count(owed, asked) if asked else NOTHING


@indicator("wage_arrears_amount", Unit.YUAN, Group.TRACKED, less_is_better=True)
def wage_arrears_amount(scene: Scene, group: Group) -> Figure:
    """How much is owed to them."""
    return _arrears(scene, group, lambda spell: spell.arrears or 0)


@indicator("wage_arrears_months", Unit.QUANTITY, Group.TRACKED, less_is_better=True)
def wage_arrears_months(scene: Scene, group: Group) -> Figure:
    """For how many months in all, of those of whom it is known since when."""
    today = month_of(scene.as_of)
    return _arrears(
        scene,
        group,
        lambda spell: months_between(spell.arrears_from, today) + 1 if spell.arrears_from else 0,
    )


@indicator("microloan_rate", Unit.RATE, Group.TRACKED)
def microloan_rate(scene: Scene, group: Group) -> Figure:
    """Households with a small loan that runs among those that want one or have one."""
    having = [one for one in scene.of(group) if any(_runs(scene, loan) for loan in one.loans)]
    wanting = [one for one in scene.of(group) if one.household.loan_wish or one in having]
    return rate(map(household_behind, having), map(household_behind, wanting))


@indicator("microloan_count", Unit.COUNT, Group.TRACKED)
def microloan_count(scene: Scene, group: Group) -> Figure:
    """Households with a small loan that is not yet repaid."""
    return head_count(
        household_behind(one) for one in scene.of(group) if any(_runs(scene, loan) for loan in one.loans)
    )


@indicator("microloans_overdue", Unit.COUNT, Group.TRACKED, less_is_better=True)
def microloans_overdue(scene: Scene, group: Group) -> Figure:
    """Households with a small loan past its day, among those with one that runs."""
    having = {
        one.household.id: one for one in scene.of(group) if any(_runs(scene, loan) for loan in one.loans)
    }
    late = [one for one in having.values() if any(_is_late(scene, loan) for loan in one.loans)]
    return head_count(map(household_behind, late), map(household_behind, having.values()))


@indicator("medical_insured_rate", Unit.RATE, Group.TRACKED)
def medical_insured_rate(scene: Scene, group: Group) -> Figure:
    """Members with medical insurance among those of whom it was asked."""
    return _insured(scene, group, lambda person: (person.resident_medical, person.employee_medical))


@indicator("pension_insured_rate", Unit.RATE, Group.TRACKED)
def pension_insured_rate(scene: Scene, group: Group) -> Figure:
    """Members of working age and above, not at school, with old-age insurance, of whom it was asked."""

    def answers(person: Person) -> tuple[bool | None, bool | None]:
        is_due = person.born_on is not None and not person.schooling
        if not is_due or age_on(person.born_on, scene.as_of) < scene.yardstick.labour_from:  # type: ignore[arg-type]
            return (None, None)
        return (person.resident_pension, person.employee_pension)

    return _insured(scene, group, answers)


@indicator("industry_insured_rate", Unit.RATE, Group.TRACKED)
def industry_insured_rate(scene: Scene, group: Group) -> Figure:
    """Households with an industry of which something is insured in the year."""
    running = [one for one in scene.of(group) if runs(scene, one)]
    insured = [
        one
        for one in running
        if any(
            insurance.year == scene.year and insurance.item is not None and insurance.insured_on is not None
            for insurance in one.insurances
        )
    ]
    return rate(map(household_behind, insured), map(household_behind, running))


def _months_held(scene: Scene, post: PublicPost) -> int:
    first = max(post.started or scene.window.first, scene.window.first)
    last = min(post.ended or scene.last_month, scene.last_month, scene.window.last)
    return max(0, months_between(first, last) + 1)


def _post_wages(scene: Scene, one: HouseholdPicture, person_id: str) -> int:
    return sum(
        line.amount or 0
        for line in scene.lines(one)
        if line.person_id == person_id and scene.branch(line.item) == _POST_WAGES
    )


def _asked(scene: Scene, group: Group) -> Mapping[Behind, list[WorkSpell]]:
    """The spells of members that say whether wages are owed."""
    found: dict[Behind, list[WorkSpell]] = {}
    for one in scene.of(group):
        for person in scene.members(one):
            spells = [s for s in one.spells if s.person_id == person.id and s.arrears is not None]
            if spells:
                found[person_behind(one, person)] = spells
    return found


def _is_owed(scene: Scene, spell: WorkSpell) -> bool:
    settled = spell.arrears_settled_on
    return (spell.arrears or 0) > 0 and (settled is None or settled > scene.as_of)


def _arrears(scene: Scene, group: Group, of: Callable[[WorkSpell], int]) -> Figure:
    asked = _asked(scene, group)
    if not asked:
        return NOTHING
    owed = {
        whose: sum(of(spell) for spell in spells if _is_owed(scene, spell)) for whose, spells in asked.items()
    }
    counted = tuple(whose for whose, amount in owed.items() if amount)
    return Figure(Fraction(sum(owed.values())), counted=counted, base=tuple(asked))


def _runs(scene: Scene, loan: Loan) -> bool:
    return loan.repaid_on is None or loan.repaid_on > scene.as_of


def _is_late(scene: Scene, loan: Loan) -> bool:
    is_past = loan.due_on is not None and loan.due_on < scene.as_of
    return _runs(scene, loan) and (is_past or bool(loan.overdue))


def _insured(scene: Scene, group: Group, answers: Callable[[Person], Iterable[bool | None]]) -> Figure:
    asked = [
        (one, person)
        for one in scene.of(group)
        for person in scene.members(one)
        if any(answer is not None for answer in answers(person))
    ]
    insured = [pair for pair in asked if any(answers(pair[1]))]
    return rate((person_behind(*pair) for pair in insured), (person_behind(*pair) for pair in asked))
