"""Reads back what a large deed has written, row by row as it is stored, before the deed ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from village_desk.rules.records import Record
from village_desk.store.reading import Reading
from village_desk.store.rows import names_of, stored, stored_value

Change = tuple[type[Record], str, Mapping[str, object]]
"""A record's type and id, and the answers that it was given."""


def is_as_written(reading: Reading, inserts: Iterable[Record], changes: Iterable[Change]) -> bool:
    """Tell whether the book holds these records and, in others, these answers; one look at each table."""
    new: dict[type[Record], dict[str, Record]] = {}
    for record in inserts:
        new.setdefault(type(record), {})[record.id] = record
    altered: dict[type[Record], dict[str, Mapping[str, object]]] = {}
    for record_type, record_id, after in changes:
        altered.setdefault(record_type, {})[record_id] = after
    return all(
        _holds(reading, record_type, new.get(record_type, {}), altered.get(record_type, {}))
        for record_type in new.keys() | altered.keys()
    )


def _holds(
    reading: Reading,
    record_type: type[Record],
    new: Mapping[str, Record],
    altered: Mapping[str, Mapping[str, object]],
) -> bool:
    names = names_of(record_type)
    id_place, missing = names.index("id"), len(new) + len(altered)
    for row in reading.stored(record_type):
        record_id = row[id_place]
        if record_id in new:
            missing -= stored(new[record_id]) == row
        elif record_id in altered:
            now = dict(zip(names, row, strict=True))
            missing -= all(
                now[key] == stored_value(record_type, key, value) for key, value in altered[record_id].items()
            )
    return not missing
