"""Faults of trainings, schooling, arrears and what is due."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from tests.rules.faults.families import Kind, serial_of
from tests.rules.faults.fault import Fault, spelling
from tests.rules.households import VILLAGE
from village_desk.rules.livelihood_records import Entitlement, Study, Training
from village_desk.rules.money import Fen
from village_desk.rules.months import Month
from village_desk.rules.pictures import HouseholdPicture


def wrongly_trained(picture: HouseholdPicture) -> HouseholdPicture:
    """The head's training ends before it begins."""
    serial = serial_of(picture)
    days = {"started_on": date(2025, 3, 10), "ended_on": date(2025, 3, 1)}
    training = Training(f"t{serial}", VILLAGE, picture.household.id, f"p{serial}-1", course="电焊", **days)
    return replace(picture, trainings=(training,))


def untold(picture: HouseholdPicture) -> HouseholdPicture:
    """The head left a vocational school a year ago, and nobody knows what came after."""
    serial = serial_of(picture)
    months = {"started": Month(202109), "ended": Month(202407)}
    study = Study(f"y{serial}", VILLAGE, picture.household.id, f"p{serial}-1", school="县职中", **months)
    return replace(picture, studies=(study,))


def unpaid(picture: HouseholdPicture) -> HouseholdPicture:
    """A subsidy was due in summer, and the ledger has none of it."""
    serial = serial_of(picture)
    due = Entitlement(
        f"e{serial}", VILLAGE, picture.household.id, 2025, item="T076", due=Fen(45_000), due_by=Month(202506)
    )
    return replace(picture, entitlements=(due,))


LIVELIHOOD_FAULTS = (
    Fault("LV01", wrongly_trained, part="training"),
    Fault("LV02", untold, part="study"),
    Fault("LV03", lambda p: spelling(p, arrears=Fen(300_000)), kind=Kind.AWAY),
    Fault("LV04", unpaid, part="entitlement"),
)
