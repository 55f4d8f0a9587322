"""Policy profiles of a book's own: copied from one that is there, and changed row by row.

A profile is kept as the TOML text that the shipped ones are written in: the same reader reads it, it can be
handed on as a file, and every mistake is named by file, key and reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from village_desk.definitions.own_files import POLICIES, text_of
from village_desk.definitions.policies import policy_profiles
from village_desk.definitions.toml_files import laid_over
from village_desk.definitions.toml_writing import toml_text
from village_desk.entry.settings.parameter_files import read_toml, refuse_mistakes
from village_desk.entry.sitting import Sitting
from village_desk.rules.reading import tidy_text
from village_desk.rules.refusals import Refusal
from village_desk.store.own_files import put_file
from village_desk.store.settings import choose

_OWN_ID = "own_{number}"


def policy_path(profile: str) -> str:
    """The file of a profile."""
    return f"{POLICIES}/{profile}.toml"


def is_own(profile: str) -> bool:
    """Whether a profile is the book's own and may be changed."""
    return policy_path(profile) in laid_over()


def policy_table(profile: str) -> dict[str, Any]:
    """What a profile's file says, free to be changed.

    Raises:
        Refusal: ``unknown-profile``.
    """
    text = text_of(policy_path(profile))
    if text is None:
        raise Refusal("unknown-profile", value=profile, known="、".join(sorted(policy_profiles())))
    return tomllib.loads(text)


def copy_policy(sitting: Sitting, profile: str, name: str) -> str:
    """Copy a profile under another name and go by the copy, in one deed.

    Returns:
        The id of the copy.

    Raises:
        Refusal: ``unknown-profile``; ``no-name``; ``policy-there``: one is called so already.
    """
    called = _free_name(name)
    number = next(n for n in range(1, 1000) if _OWN_ID.format(number=n) not in policy_profiles())
    made = {**policy_table(profile), "id": _OWN_ID.format(number=number), "name": called}
    _keep(sitting, made, goes_by_it=True)
    return str(made["id"])


def take_in_policy(sitting: Sitting, path: Path) -> str:
    """Take in the file of a profile and go by it; an own one of the same id is replaced.

    Raises:
        Refusal: ``definition-wrong`` with file, key and reason; ``shipped-policy``: the id is taken; as for
            read_regular.
    """
    text, table = read_toml(path)
    profile = str(table.get("id", ""))
    if profile in policy_profiles() and not is_own(profile):
        raise Refusal("shipped-policy", value=profile)
    refuse_mistakes({**laid_over(), policy_path(profile): text})
    with sitting.choosing() as change:
        put_file(change, policy_path(profile), text)
        choose(change, "profile", profile)
    return profile


def policy_text(profile: str) -> str:
    """A profile as the file that take_in_policy reads."""
    return text_of(policy_path(profile)) or ""


def change_policy(sitting: Sitting, profile: str, table: Mapping[str, Any]) -> None:
    """Keep a changed table of an own profile.

    Raises:
        Refusal: ``shipped-policy``: only a copy may be changed; ``definition-wrong``.
    """
    if not is_own(profile):
        raise Refusal("shipped-policy", value=policy_profiles()[profile].name)
    if dict(table) != policy_table(profile):
        _keep(sitting, {**deepcopy(dict(table)), "id": profile}, goes_by_it=False)


def drop_policy(sitting: Sitting, profile: str, reason: str) -> None:
    """Take an own profile away; the book must go by another first.

    Raises:
        Refusal: ``shipped-policy``; ``policy-in-use``; ``no-reason``.
    """
    if not is_own(profile):
        raise Refusal("shipped-policy", value=policy_profiles()[profile].name)
    if profile in (sitting.settings.profile, sitting.book.village.profile):
        raise Refusal("policy-in-use", value=policy_profiles()[profile].name)
    if not reason.strip():
        raise Refusal("no-reason")
    with sitting.choosing(reason.strip()) as change:
        put_file(change, policy_path(profile), None)


def _free_name(name: str) -> str:
    called = tidy_text(name)
    if not called:
        raise Refusal("no-name")
    if called in {profile.name for profile in policy_profiles().values()}:
        raise Refusal("policy-there", value=called)
    return called


def _keep(sitting: Sitting, table: Mapping[str, Any], *, goes_by_it: bool) -> None:
    path = policy_path(str(table["id"]))
    text = toml_text(table)
    refuse_mistakes({**laid_over(), path: text})
    with sitting.choosing() as change:
        put_file(change, path, text)
        if goes_by_it:
            choose(change, "profile", table["id"])
