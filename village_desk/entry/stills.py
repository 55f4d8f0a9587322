"""Still pictures of the village for long work: taken once, so that nothing changes under a printing sheet."""

from __future__ import annotations

from village_desk.entry.sitting import Sitting
from village_desk.rules.pictures import VillagePicture
from village_desk.store.pictures import village_picture
from village_desk.store.system_answers import with_system


def still_of(sitting: Sitting) -> VillagePicture:
    """The whole village as it is on disk now; may be called beside the window."""
    with sitting.book.reading() as reading:
        return with_system(reading, village_picture(reading, sitting.book.village.name))
