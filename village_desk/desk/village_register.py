"""The list of the village's households that all pages share; a large village is read beside the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from village_desk.desk.jobs import in_background
from village_desk.desk.page import Desk
from village_desk.entry.news import Event, HouseholdSaved, PeriodChosen
from village_desk.entry.register import Register
from village_desk.rules.records import Household

_REST_MS = 300
"""The list is painted before the readings of its names are loaded."""
_MANY = 1_000
"""Households that are read at once; more would hold the window up."""


class VillageRegister(QObject):
    """Keeps the list up to date for whoever shows it.

    Signals:
        arrived: A large village has been read: ``register`` is another one.
    """

    arrived = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sitting = desk.sitting
        self.register = Register(desk.sitting, ())
        self.is_reading = False
        self._saved: set[str] | None = None
        """Households saved since the list was read; None: anything may have changed."""
        self._has_left = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._prepare)
        self._stop_listening = desk.sitting.news.listen(self._hear)

    def catch_up(self) -> None:
        """Bring the list up to date, now or, in a large village, with ``arrived``."""
        if self._saved is None and not self.is_reading:
            self._saved = set()
            self._read()
        elif self._saved and not self.is_reading:
            saved, self._saved = self._saved, set()
            for household_id in saved:
                self.register.refresh(household_id)

    def leave(self) -> None:
        """The book is being closed; every page says so."""
        if not self._has_left:
            self._has_left = True
            self._rest.stop()
            self._stop_listening()

    def _hear(self, event: Event) -> None:
        if isinstance(event, PeriodChosen):
            return
        if not isinstance(event, HouseholdSaved):
            self._saved = None
        elif self._saved is not None:
            self._saved.add(event.household_id)

    def _read(self) -> None:
        if self._count() <= _MANY:
            self.register = Register(self._sitting)
            self._rest.start()
            return
        self.is_reading = True
        in_background(lambda _: _prepared(Register(self._sitting)), self._take, self._failed)

    def _prepare(self) -> None:
        """Have the initials ready before the first letter is typed; without them it works them out itself."""
        register = self.register
        in_background(lambda _: register.prepare(), lambda _: None, self._unprepared)

    def _unprepared(self, error: Exception) -> None:
        if not self._has_left:
            raise error

    def _count(self) -> int:
        with self._sitting.book.reading() as reading:
            return reading.count(Household)

    def _take(self, register: Register) -> None:
        self.is_reading = False
        if self._has_left:
            return
        self.register = register
        self.catch_up()  # with what has been saved meanwhile
        self.arrived.emit()

    def _failed(self, error: Exception) -> None:
        self.is_reading = False
        self._saved = None
        if not self._has_left:
            raise error


def register_of(desk: Desk) -> VillageRegister:
    """The one that all pages of a window share."""
    known = desk.frame.findChild(VillageRegister)
    return known if isinstance(known, VillageRegister) else VillageRegister(desk, desk.frame)


def _prepared(register: Register) -> Register:
    register.prepare()
    return register
