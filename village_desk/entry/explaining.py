"""What F1 says of a field: how it is filled in, a worked example, the rules at it and their sources."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.definitions.checks import RuleSpec, rule_specs
from village_desk.definitions.examples import examples
from village_desk.definitions.words import say
from village_desk.entry.typing import fields_of

_MOST_RULES = 4
_OWN = (".md",)
"""What a source of ours is called; only what others have published is shown."""


def explained(place: str) -> tuple[str, str]:
    """Label and text for a field named as screen and key; blank for what is no field."""
    name, _, key = place.partition(".")
    field = fields_of(name).get(key) if key else None
    if field is None:
        return "", ""
    lines = [field.help, *example_of(place)]
    rules = list(_rules_at(place))
    lines += [say("explain.rule", rule=spec.id, title=spec.title, source=source_of(spec)) for spec in rules]
    return field.label, "\n".join(line for line in lines if line)


def example_of(place: str) -> list[str]:
    """The worked example of a field, where there is one."""
    example = examples().get(place)
    return [say("explain.example", text=example.text)] if example is not None else []


def source_of(spec: RuleSpec) -> str:
    """Where a rule comes from: the county's own list, a standard, else this program."""
    named = [part for part in spec.source.split("；") if not any(own in part for own in _OWN)]
    if spec.county:
        named.append(say("explain.county", numbers="、".join(spec.county)))
    return "；".join(named) or say("explain.own")


def _rules_at(place: str) -> Iterator[RuleSpec]:
    found = (
        spec
        for spec in rule_specs().values()
        if place in {spec.wording.field, *(wording.field for wording in spec.variants.values())}
    )
    for spec, _ in zip(found, range(_MOST_RULES), strict=False):
        yield spec
