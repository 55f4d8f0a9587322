"""Every text the user sees that is not a field, a rule or a sheet: by key, gaps filled."""

from __future__ import annotations

from village_desk.definitions.toml_files import DefinitionError, read_once, read_table, table_names
from village_desk.rules.refusals import Refusal


def say(key: str, /, **values: object) -> str:
    """The text for ``section.key`` with its gaps filled.

    Raises:
        KeyError: No such text.
    """
    return _texts()[key].format(**values)


def sentence_of(refusal: Refusal) -> str:
    """The one sentence for a refusal: what is not done, where, and what to do."""
    return _texts()[f"refusals.{refusal.code}"].format(**refusal.values)


def wrong_words(error: DefinitionError) -> str:
    """What is wrong with a file of definitions: file, key and reason, for whoever wrote the file."""
    key = f"definitions.{error.why}"
    return _texts()[key].format(**error.values) if error.why else say("definitions.other", text=error)


def all_keys() -> frozenset[str]:
    """Every key there is, for the coherence test."""
    return frozenset(_texts())


@read_once
def _texts() -> dict[str, str]:
    texts: dict[str, str] = {}
    for name in table_names("resources", "words"):
        for section, entries in read_table("resources", "words", name).items():
            for key, text in entries.items():
                if not isinstance(text, str) or f"{section}.{key}" in texts:
                    where = f"resources/words/{name}: {section}.{key}"
                    raise DefinitionError(f"{where} is no text or stands twice")
                texts[f"{section}.{key}"] = text
    return texts
