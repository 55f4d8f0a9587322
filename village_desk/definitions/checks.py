"""The rule catalogue: number, level, wording and parameters of each check, as resources/rules has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from village_desk.definitions.codes import code_list, texts, unit_grams
from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.policies import PolicyProfile
from village_desk.definitions.toml_files import (
    DefinitionError,
    Table,
    read_once,
    read_table,
    refuse_unknown,
    table_names,
    take,
)
from village_desk.rules.checks.frame import FieldLists
from village_desk.rules.checks.limits import Limit, Limits

MUST_CHANGE = "必改"
DOUBT = "疑点"
HINT = "提示"
LEVELS = (MUST_CHANGE, DOUBT, HINT)
"""Gravest first: 必改 stops a formal export, 疑点 until it is explained, 提示 never."""

LEVEL = "level"
"""The name by which a county's parameters change the level itself."""

_CONCERNS = frozenset({"person", "household", "village"})
_KEYS = frozenset(
    {
        *("id", "county", "level", "title", "message", "advice", "concerns", "field", "source"),
        *("limits", "variants"),
    }
)
_RULES_OF_LABOUR = ("IN14", "IN15", "WK26", "WK27", "RK06", "RK07", "PL02", "PL03")
"""Rules that ask who counts as labour: the policy profile states the ages."""
_VARIANT_KEYS = frozenset({"message", "advice", "level", "field"})


class Wording(Struct, frozen=True):
    """How one kind of hit is put: level, sentence, what to do, and the field it leads to."""

    level: str
    message: str
    advice: str
    field: str


class RuleSpec(Struct, frozen=True):
    """One rule of the catalogue."""

    id: str
    county: tuple[str, ...]
    """Numbers of the county's own list, by which a cadre recognises it."""
    title: str
    wording: Wording
    concerns: str
    source: str
    limits: Limits
    variants: Mapping[str, Wording] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def level(self) -> str:
        """The level of its plain wording."""
        return self.wording.level

    def worded(self, variant: str) -> Wording:
        """The wording of a variant; the plain one has no name.

        Raises:
            KeyError: No such variant.
        """
        return self.variants[variant] if variant else self.wording


@read_once
def rule_specs() -> Mapping[str, RuleSpec]:
    """Every rule by number, in the order of the catalogue.

    Raises:
        DefinitionError: File, key and reason: an unknown key, a number twice, a level that is none.
    """
    specs: dict[str, RuleSpec] = {}
    for name in table_names("resources", "rules"):
        where = f"resources/rules/{name}"
        for spec in make_rule_specs(read_table("resources", "rules", name), where):
            if spec.id in specs:
                raise DefinitionError(f"{where}: {spec.id} stands twice")
            specs[spec.id] = spec
    return MappingProxyType(specs)


def make_rule_specs(table: Table, where: str) -> list[RuleSpec]:
    """Build the rules of one file.

    Raises:
        DefinitionError: See rule_specs.
    """
    refuse_unknown(table, frozenset({"rules"}), where)
    return [_spec(entry, where) for entry in take(table, "rules", list, where)]


def specs_with(overrides: Mapping[str, Mapping[str, object]]) -> Mapping[str, RuleSpec]:
    """The catalogue with a county's own parameters and levels put in.

    What does not fit (a rule or parameter of another edition) is left out; refuse_limit says so on entry.
    """
    return {
        rule_id: _with(spec, overrides[rule_id]) if overrides.get(rule_id) else spec
        for rule_id, spec in rule_specs().items()
    }


def refuse_limit(rule_id: str, name: str, value: object) -> None:
    """Refuse a parameter that the rule does not have or whose value is of another kind.

    Raises:
        DefinitionError: The reason.
    """
    spec = rule_specs().get(rule_id)
    if spec is None or not _is_fitting(spec, name, value):
        raise DefinitionError(f"{rule_id}: no parameter {name} with such a value")


def profile_limits(profile: PolicyProfile) -> dict[str, dict[str, object]]:
    """The parameters that a policy profile states itself: falls that count, and the ages of labour."""
    ages: dict[str, object] = {"age_from": profile.labour_from, "age_below": profile.labour_below}
    falls: dict[str, object] = {
        "hint_percent": profile.falling_hint,
        "doubt_percent": profile.falling_doubt,
        "report_percent": profile.falling_report,
    }
    return {"IN08": falls, **dict.fromkeys(_RULES_OF_LABOUR, ages)}


@read_once
def field_lists() -> FieldLists:
    """What the rules need of the code lists."""
    relations = code_list("relation").codes
    return FieldLists(
        relations=frozenset(code.label for code in relations),
        relation_sex={code.label: code.sex for code in relations if code.sex},
        relation_kin={code.label: code.kin for code in relations if code.kin},
        politics=frozenset(code.label for code in code_list("politics").codes),
        unit_grams=unit_grams(),
        measures=measure_catalogue(),
    )


def _spec(entry: Table, where: str) -> RuleSpec:
    rule_id = take(entry, "id", str, where)
    where = f"{where}, {rule_id}"
    refuse_unknown(entry, _KEYS, where)
    concerns = take(entry, "concerns", str, where)
    if concerns not in _CONCERNS:
        raise DefinitionError(f"{where}: concerns is none of {', '.join(sorted(_CONCERNS))}")
    wording = Wording(
        _level(take(entry, "level", str, where), where),
        *(take(entry, key, str, where) for key in ("message", "advice", "field")),
    )
    return RuleSpec(
        id=rule_id,
        county=texts(entry, "county", where),
        title=take(entry, "title", str, where),
        wording=wording,
        concerns=concerns,
        source=take(entry, "source", str, where),
        limits=Limits({name: _limit(value, where) for name, value in entry.get("limits", {}).items()}),
        variants={
            name: _variant(part, wording, f"{where}, {name}")
            for name, part in entry.get("variants", {}).items()
        },
    )


def _variant(entry: Table, plain: Wording, where: str) -> Wording:
    refuse_unknown(entry, _VARIANT_KEYS, where)
    level = _level(entry.get("level", plain.level), where)
    message = take(entry, "message", str, where)
    return Wording(
        level, message, str(entry.get("advice", plain.advice)), str(entry.get("field", plain.field))
    )


def _level(level: str, where: str) -> str:
    if level not in LEVELS:
        raise DefinitionError(f"{where}: {level} is none of {', '.join(LEVELS)}")
    return level


def _limit(value: object, where: str) -> Limit:
    if isinstance(value, int | str) and not isinstance(value, bool):
        return value
    if isinstance(value, list | tuple) and value:
        for kind in (int, str):
            if all(type(part) is kind for part in value):
                return tuple(value)
    raise DefinitionError(f"{where}: a parameter is a whole number, a text or a list of one kind")


def _is_fitting(spec: RuleSpec, name: str, value: object) -> bool:
    if name == LEVEL:
        return value in LEVELS
    known = spec.limits.values.get(name)
    if known is None:
        return False
    try:
        return type(_limit(value, spec.id)) is type(known)
    except DefinitionError:
        return False


def _with(spec: RuleSpec, overrides: Mapping[str, object]) -> RuleSpec:
    fitting = {name: value for name, value in overrides.items() if _is_fitting(spec, name, value)}
    level = fitting.pop(LEVEL, None)
    limits = Limits(
        {**spec.limits.values, **{name: _limit(value, spec.id) for name, value in fitting.items()}}
    )
    if level is None:
        return replace(spec, limits=limits)
    variants = {name: replace(wording, level=str(level)) for name, wording in spec.variants.items()}
    return replace(spec, limits=limits, wording=replace(spec.wording, level=str(level)), variants=variants)
