"""A sitting: one person at one open book, working on one quarter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from village_desk.definitions.toml_files import lay_over
from village_desk.entry.kept_picture import KeptPicture
from village_desk.entry.news import (
    HouseholdSaved,
    News,
    PeriodChosen,
    SettingsChosen,
    VillageChanged,
    WrittenElsewhere,
)
from village_desk.rules.income import Income, Reckoner
from village_desk.rules.months import Month, Quarter, Window, make_quarter, month_of, quarter_of, year_window
from village_desk.rules.pictures import HouseholdPicture
from village_desk.rules.refusals import Refusal
from village_desk.store.book import Book
from village_desk.store.changing import Changing
from village_desk.store.journal import Deed
from village_desk.store.own_files import own_files
from village_desk.store.pictures import household_picture, with_parts_anew
from village_desk.store.settings import BookSettings, book_settings, choose, reckoner_for
from village_desk.store.undoing import PastDeed

_OF_SETTINGS = ("setting-chosen", "parameters-loaded")
"""Deeds after which all goes by other choices."""


class Sitting:
    """What every presenter shares: the book, who is typing, the quarter, the 口径 and the news."""

    def __init__(self, book: Book, who: str, today: date) -> None:
        self.book = book
        self.who = who
        self.today = today
        self.news = News()
        self.household_in_hand = ""
        """The household that was chosen last, on whichever page; the sheets begin with it."""
        self.class_in_hand = ""
        """The class of households that the list shows 只看; sheets of a part of the village begin with it."""
        self._settings: BookSettings | None = None
        self._reckoner: Reckoner | None = None
        self._first: Month | None = None
        self._kept: KeptPicture | None = None
        self._incomes: dict[Window, tuple[HouseholdPicture, Income]] = {}
        self.correction: str | None = None
        """Why closed quarters are being changed at this moment; None while they are not."""
        self.last_reason = ""
        """Why a closed quarter was corrected last: the next correction often has the same reason."""
        self._lay_over()

    @property
    def settings(self) -> BookSettings:
        """The book's choices, read once and again after they change."""
        if self._settings is None:
            with self.book.reading() as reading:
                self._settings = book_settings(reading, self.book.village.profile)
        return self._settings

    @property
    def reckoner(self) -> Reckoner:
        """The reckoner of the book's 口径."""
        if self._reckoner is None:
            self._reckoner = reckoner_for(self.settings)
        return self._reckoner

    @property
    def quarter(self) -> Quarter:
        """The quarter being worked on: the one turned to, else the one set in the book, else the last ended.

        It stays the same three months when the numbering of the book changes.
        """
        mode = self.settings.year_mode
        first = self._first or self.settings.period
        return quarter_of(first, mode) if first else quarter_of(month_of(self.today), mode).shifted(-1)

    @property
    def year(self) -> int:
        """The year that the quarter belongs to."""
        return self.quarter.year

    def quarter_in(self, year: int) -> Quarter:
        """The quarter being worked on, where it lies in a year; else the year's last."""
        return self.quarter if self.year == year else make_quarter(year, 4, self.settings.year_mode)

    @property
    def year_window(self) -> Window:
        """The months of that year."""
        return year_window(self.year, self.settings.year_mode)

    def work_on(self, quarter: Quarter) -> None:
        """Turn to another quarter."""
        self._first = quarter.first
        self.news.tell(PeriodChosen())

    @contextmanager
    def changing(
        self, kind: str, household_id: str | None = None, *, reason: str | None = None
    ) -> Iterator[Changing]:
        """One deed of the person sitting here; the news goes out after the commit."""
        before, why = self.book.deeds, reason or self.correction
        with self.book.changing(Deed(kind, self.who, why, is_correction=why is not None)) as change:
            yield change
        if self._kept is not None and household_id is not None:
            self._kept = self._kept.after(household_id, change, before, self.book.deeds)
        self.news.tell(HouseholdSaved(household_id) if household_id else VillageChanged())

    @contextmanager
    def correcting(self, reason: str | None) -> Iterator[None]:
        """Let the deeds in the block change closed quarters, each with this reason; None changes nothing.

        Raises:
            Refusal: ``no-reason``: it is blank.
        """
        if reason is not None and not reason.strip():
            raise Refusal("no-reason")
        before, self.correction = self.correction, reason.strip() if reason else self.correction
        self.last_reason = self.correction or self.last_reason
        try:
            yield
        finally:
            self.correction = before

    def choose(self, name: str, value: object, reason: str | None = None) -> None:
        """Set one choice of the book."""
        with self.choosing(reason) as change:
            choose(change, name, value)

    @contextmanager
    def choosing(self, reason: str | None = None, kind: str = "setting-chosen") -> Iterator[Changing]:
        """One deed that sets choices and own files of the book; all goes by them after the commit."""
        with self.book.changing(Deed(kind, self.who, reason)) as change:
            yield change
        self._forget_settings()
        self.news.tell(SettingsChosen())

    def undo(self) -> PastDeed | None:
        """Take back the newest deed."""
        return self._told(self.book.undo(self.who, self.correction))

    def redo(self) -> PastDeed | None:
        """Do again what was undone last."""
        return self._told(self.book.redo(self.who, self.correction))

    def picture(self, household_id: str) -> HouseholdPicture | None:
        """One household with all that belongs to it.

        The picture asked for last is kept: whoever asks after the same deed is given the same one, and after
        a deed of this household only the parts to which it added or took something are read again.
        """
        deeds, kept = self.book.deeds, self._kept
        if kept is not None and kept.fits(household_id, deeds):
            if kept.outdated:
                with self.book.reading() as reading:
                    anew = with_parts_anew(reading, kept.picture, kept.outdated)
                self._kept = None if anew is None else KeptPicture(anew, deeds)
                return anew
            return kept.picture
        with self.book.reading() as reading:
            picture = household_picture(reading, household_id)
        self._kept = None if picture is None else KeptPicture(picture, deeds)
        return picture

    def income(self, picture: HouseholdPicture, window: Window) -> Income:
        """A household's income in a window under the book's 口径; reckoned once for each picture."""
        known = self._incomes.get(window)
        if known is not None and known[0] is picture:
            return known[1]
        divisor = self.reckoner.divisor(picture.persons, window, picture.household.stated_members_year)
        income = self.reckoner.income(picture.lines, window, divisor)
        self._incomes[window] = picture, income
        return income

    def read_anew(self) -> None:
        """Forget what was read, because somebody else has written; what is shown stays until it is wanted."""
        self._kept = None
        self._forget_settings()
        self.news.tell(WrittenElsewhere())

    def _told(self, past: PastDeed | None) -> PastDeed | None:
        if past is not None:
            self._forget_settings()
            self.news.tell(SettingsChosen() if past.kind in _OF_SETTINGS else VillageChanged())
        return past

    def _forget_settings(self) -> None:
        self._settings = self._reckoner = None
        self._incomes.clear()
        self._lay_over()

    def _lay_over(self) -> None:
        with self.book.reading() as reading:
            lay_over(own_files(reading))
