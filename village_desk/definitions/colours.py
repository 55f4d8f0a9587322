"""The colours of screen and paper by name, as resources/styles/tokens.toml has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from village_desk.definitions.toml_files import read_once, read_table, take


@read_once
def colours() -> Mapping[str, str]:
    """Every colour as #RRGGBB."""
    return MappingProxyType(
        dict(take(read_table("resources", "styles", "tokens.toml"), "colour", dict, "tokens.toml"))
    )
