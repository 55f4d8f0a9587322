"""The rules of one run: catalogue, county parameters, policy lines, and the findings they make."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from village_desk.definitions.checks import RuleSpec, field_lists, profile_limits, specs_with
from village_desk.definitions.policies import PolicyProfile
from village_desk.rules.checks.facts import HouseholdFacts
from village_desk.rules.checks.frame import Earlier, Frame
from village_desk.rules.checks.inspection import Inspection
from village_desk.rules.checks.registry import Found
from village_desk.rules.checks.survey import Quarters, Survey
from village_desk.rules.chosen_records import Price
from village_desk.rules.months import Month, Quarter
from village_desk.store.reckoned.found import Finding, make_finding
from village_desk.store.settings import BookSettings, reckoner_for


class RunRules:
    """The chosen rules with the parameters of a book, for any number of households and quarters.

    The parameters in the settings come before the policy profile's, and these before the catalogue's.
    """

    def __init__(self, settings: BookSettings, rules: Collection[str] | None = None) -> None:
        self._settings = settings
        self._profile = settings.policy
        self.specs = dict(specs_of(settings))
        self._inspection = Inspection({rule: spec.limits for rule, spec in self.specs.items()}, rules)
        self._order = {rule: place for place, rule in enumerate(self.specs)}
        self._reckoner = reckoner_for(settings)

    def frame(
        self, period: Quarter, as_of: date, earlier: Earlier | None, prices: Iterable[Price] = ()
    ) -> Frame:
        """What a quarter is held against."""
        return Frame(
            period=period,
            as_of=as_of,
            reckoner=self._reckoner,
            lists=field_lists(),
            monitoring_line=self._settings.line_of_quarter(period),
            low_income_line=self._profile.low_income_for(period.year),
            earlier=earlier or Earlier(),
            prices={price.item: price for price in prices if price.year == period.year},
        )

    def survey(self, frames: Sequence[Frame], first_month: Month | None) -> Survey:
        """What a village has together, looked at as closely as any of the rules does."""
        return Survey(frames, first_month, self._inspection.compared())

    def findings(self, facts: HouseholdFacts, known: Iterable[Finding] = ()) -> list[Finding]:
        """What is wrong with a household, in the order of the catalogue; known ones of the same hits stay."""
        found, kept = self._found(self._inspection.hits(facts), facts), {id(one.hit): one for one in known}
        return [kept.get(id(one.hit), one) for one in found]

    def findings_over(self, quarters: Quarters) -> list[list[Finding]]:
        """The same of each quarter of a run, of whose facts a survey has told."""
        hits, picture = self._inspection.hits_over(quarters), quarters.span.picture
        if picture.verdicts:
            return [self._found(found, quarters[place]) for place, found in enumerate(hits)]
        specs, household = self.specs, picture.household
        return [
            [Finding(specs[rule], hit, household) for rule, hit in self._in_order(found)] if found else []
            for found in hits
        ]

    def _found(self, hits: list[Found], facts: HouseholdFacts) -> list[Finding]:
        return [make_finding(self.specs[rule], hit, facts) for rule, hit in self._in_order(hits)]

    def _in_order(self, hits: list[Found]) -> list[Found]:
        if len(hits) > 1:
            hits.sort(key=self._place)
        return hits

    def _place(self, found: Found) -> int:
        return self._order[found[0]]


def specs_of(settings: BookSettings) -> Mapping[str, RuleSpec]:
    """The catalogue with the parameters of the book's policy profile and its own put in."""
    return specs_with(_overrides(settings.policy, settings))


def _overrides(profile: PolicyProfile, settings: BookSettings) -> dict[str, dict[str, object]]:
    merged = profile_limits(profile)
    for rule, values in settings.limits.items():
        merged[rule] = {**merged.get(rule, {}), **values}
    return merged
