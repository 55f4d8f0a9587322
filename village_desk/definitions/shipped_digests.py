"""Which definitions a program works with: a short digest of each kind, to be compared across computers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from village_desk.places.shipped import shipped

_KINDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "items": (("resources", "items.toml"),),
    "codes": (("resources", "codes"),),
    "screens": (("forms", "screens"),),
    "bases": (("resources", "bases"),),
    "policies": (("resources", "policies"), ("resources", "indicators.toml")),
    "rules": (("resources", "rules"),),
}
_DIGITS = 12


@cache
def shipped_digests() -> Mapping[str, str]:
    """The digest of each kind of definitions, the same wherever the same files are shipped."""
    return MappingProxyType({kind: _digest(places) for kind, places in _KINDS.items()})


def _digest(places: tuple[tuple[str, ...], ...]) -> str:
    digest = hashlib.sha256()
    for parts in places:
        place = shipped(*parts)
        for path in sorted(place.glob("*.toml")) if place.is_dir() else [place]:
            # A checkout may have turned the ends of lines: the definitions are the same.
            digest.update(path.name.encode() + b"\n" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:_DIGITS]
