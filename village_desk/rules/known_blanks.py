"""The record of a township's blank table: how it was filled, so that it is filled the same way again."""

from __future__ import annotations

from msgspec import Struct


class KnownBlank(Struct, frozen=True):
    """A blank 乡镇的表 as it was once filled: which value each of its headings was given."""

    id: str
    village_code: str
    fingerprint: str
    """What it is known again by: a digest of its title and headings without the year."""
    title: str
    mapping: str
    """JSON: what its rows are, who belongs in it, and the value of each heading."""
