"""Still pictures of the village for long work: taken once, so that nothing changes under a printing sheet."""

from __future__ import annotations

from village_desk.entry.sitting import Sitting
from village_desk.rules.pictures import VillagePicture
from village_desk.store.pictures import village_picture
from village_desk.store.system_answers import with_system
from village_desk.store.villages.one_village import one_village
from village_desk.store.villages.township import newest_packages, package_of_village, township


def still_of(sitting: Sitting, village: str = "") -> VillagePicture:
    """The whole village as it is on disk now; may be called beside the window.

    Of a township's book one village (code), or all of them as one.
    """
    own = sitting.book.village
    with sitting.book.reading() as reading:
        if own.kind != "town":
            return with_system(reading, village_picture(reading, own.name))
        if not village:
            return township(reading, own.name).whole
        name = package_of_village(reading, village).village_name
        with one_village(reading, village) as alone:
            return with_system(alone, village_picture(alone, name))


def villages_of(sitting: Sitting) -> dict[str, str]:
    """The names by code of a township's villages; none in a village's own book."""
    if sitting.book.village.kind != "town":
        return {}
    with sitting.book.reading() as reading:
        return {code: package.village_name for code, package in newest_packages(reading).items()}
