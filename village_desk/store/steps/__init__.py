"""Steps from one book format to the next: each self-contained, all in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # A book of today's format is opened without them.
    from alembic.operations import Operations
    from sqlalchemy import Connection

_STEPS = ("s0001_first",)
"""Step n brings a book from format n - 1 to n. A released step is never edited."""


def newest_format() -> int:
    """Tell the book format that this program writes; a book with a higher one is refused untouched."""
    return len(_STEPS)


def bring_up_to_date(connection: Connection, found: int) -> int:
    """Run the steps that a book lacks inside the caller's transaction, and return the format reached."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    operations = Operations(MigrationContext.configure(connection))
    for name in _STEPS[found:]:
        upgrade: Callable[[Operations], None] = import_module(f"{__name__}.{name}").upgrade
        upgrade(operations)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version={newest_format()}")
    return newest_format()
