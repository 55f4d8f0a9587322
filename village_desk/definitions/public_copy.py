"""What a public copy must not contain: words about health, and texts that are harmless all the same."""

from __future__ import annotations

from msgspec import Struct

from village_desk.definitions.codes import texts
from village_desk.definitions.toml_files import read_once, read_table, refuse_unknown

_WHERE = "resources/public_copy.toml"


class PublicCopy(Struct, frozen=True):
    """The words that stop a public copy."""

    health_words: tuple[str, ...]
    harmless: frozenset[str]

    def tells_of_health(self, text: str) -> bool:
        """Whether a text has a word about health in it."""
        return any(word in text for word in self.health_words)


@read_once
def public_copy() -> PublicCopy:
    """The shipped words.

    Raises:
        DefinitionError: An unknown key, or a list that is none.
    """
    table = read_table("resources", "public_copy.toml")
    refuse_unknown(table, frozenset({"health_words", "harmless"}), _WHERE)
    return PublicCopy(texts(table, "health_words", _WHERE), frozenset(texts(table, "harmless", _WHERE)))
