"""What of a village's own book travels to the township."""

from __future__ import annotations

from collections.abc import Iterator

from village_desk.rules.chosen_records import Setting
from village_desk.store.reading import Reading
from village_desk.store.settings import SETTINGS_OF_THE_DESK
from village_desk.store.villages.row_stream import TableRows, village_tables


def travelling_tables(reading: Reading) -> Iterator[TableRows]:
    """The village's rows without the choices of the people at its desk: their names and PINs stay there."""
    connection = reading._connection  # noqa: SLF001 - the same store, the same moment
    for table in village_tables(connection, reading.village_code):
        if table.record_type is Setting and table.rows:
            name = table.names.index("name")
            table.rows[:] = [row for row in table.rows if row[name] not in SETTINGS_OF_THE_DESK]
        yield table.trimmed()
