"""县级参数: which files are the book's own, the township's pack looked at and loaded, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from village_desk.definitions.words import say
from village_desk.desk.page import Desk
from village_desk.desk.parts.cards import caption_label
from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.own_keys import add_keys
from village_desk.desk.parts.tables import Column, ListModel
from village_desk.desk.settings.settings_side import SettingsSide
from village_desk.entry.asking import FileKind, question
from village_desk.entry.settings.parameter_files import (
    ParameterFile,
    files_of_book,
    go_back_to_shipped,
    take_in_file,
)
from village_desk.exchange.parameters.changes import Change, changes
from village_desk.exchange.parameters.loading import (
    Offered,
    offered_pack,
    refuse_stranger,
    refuse_unfit,
    take_over,
)
from village_desk.exchange.parameters.pack import Pack, Term, write_pack
from village_desk.exchange.parameters.parameters import Parameters, parameters_of, shipped_parameters
from village_desk.places.files import write_whole
from village_desk.rules.reading import NotUnderstoodError, read_day
from village_desk.rules.refusals import Refusal

_WIDTHS = (("title", 24), ("path", 18), ("state", 8))
_SHOWN = 14
"""So many changes fit into the box that asks; the count says how many there are."""


class ParametersSide(SettingsSide):
    """A list of the files that a county may set; packs come in after a look at what they change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, is_wide=True)
        self.state = caption_label("")
        columns = [Column(key, say(f"parameters.{key}"), width=width) for key, width in _WIDTHS]
        self.model: ListModel[ParameterFile] = ListModel(columns, _text)
        self.list = ListView(self.model)
        self._build()
        self.list.opened.connect(self.hand_on_file)
        add_keys(self.list, {"Ctrl+N": self.take_in_file, "Ctrl+Delete": self.put_back_file})
        self.refresh()

    def refresh(self) -> None:
        """Show what the book goes by now."""
        pack = self.desk.sitting.settings.pack
        self.state.setText(_pack_words(pack) if pack else say("parameters.of_nobody"))
        place = max(0, self.list.row_in_hand)
        self.model.set_rows(files_of_book())
        self.list.take(min(place, len(self.model.rows) - 1))

    def take_focus(self) -> None:
        """Put the cursor into the list."""
        self.list.setFocus()

    def load(self) -> None:
        """Look at a pack, show what it changes, and go by it when that is wanted."""
        path = self.desk.asker.choose_file_to_open(question("parameters.which"), [_pack_kind()])
        if path is not None:
            self.safely(lambda: self._load(path))

    def go_back(self) -> None:
        """Show what the shipped parameters would change, and go by them when that is wanted."""
        then = shipped_parameters(self.desk.sitting.book.village.profile)
        self.safely(lambda: _take_over(self.desk, then, None, say("parameters.shipped")))

    def pack(self) -> None:
        """Write the book's parameters as a signed file, with the day from which they hold."""
        self.safely(self._pack)

    def hand_on_file(self, number: int) -> None:
        """Write one file out, to be changed elsewhere and taken in again."""
        row = self.model.row(number)
        name = row.path.rpartition("/")[2]
        path = self.desk.asker.choose_file_to_save(question("parameters.file_where"), name, [_file_kind()])
        if path is not None:
            self.safely(lambda: write_whole(path, row.text.encode()))
            self.desk.frame.tell(say("parameters.file_written", name=path.name))

    def take_in_file(self) -> None:
        """Take the file in hand in as somebody has changed it."""
        row = self.model.row(max(0, self.list.row_in_hand))
        asked = question("parameters.file_which", title=row.title)
        path = self.desk.asker.choose_file_to_open(asked, [_file_kind()])
        if path is not None:
            self.safely(lambda: take_in_file(self.desk.sitting, row.path, path))

    def put_back_file(self) -> None:
        """Go back to the shipped text of the file in hand."""
        row = self.model.row(max(0, self.list.row_in_hand))
        if not row.is_own:
            return
        reason = self.ask_reason("parameters.file_back", title=row.title)
        if reason is not None:
            self.safely(lambda: go_back_to_shipped(self.desk.sitting, row.path, reason))

    def _load(self, path: Path) -> None:
        look_at_pack(self.desk, offered_pack(self.desk.sitting.book, path))

    def _pack(self) -> None:
        sitting, asker = self.desk.sitting, self.desk.asker
        asked = {key: asker.ask_text(question(f"parameters.ask_{key}")) for key in ("from", "until")}
        document = asker.ask_text(question("parameters.ask_document"))
        name = say("parameters.pack_name", day=sitting.today.isoformat())
        path = asker.choose_file_to_save(question("parameters.where"), name, [_pack_kind()])
        if path is None or document is None or None in asked.values():
            return
        term = Term(_day(asked["from"]), _day(asked["until"]), document.strip())
        book = sitting.book
        write_whole(path, write_pack(book.village, book.secret, _now(self.desk), term, sitting.today))
        fingerprint = book.secret.public.fingerprint(book.village.code)
        asker.tell(question("parameters.packed", name=path.name, fingerprint=fingerprint))

    def _build(self) -> None:
        deeds = {
            say("parameters.load"): self.load,
            say("parameters.pack"): self.pack,
            say("parameters.back"): self.go_back,
        }
        self.add_list(say("settings.side_parameters"), self.state, deeds, self.list, say("parameters.keys"))


def look_at_pack(desk: Desk, offer: Offered) -> None:
    """Show what a pack changes, and go by it when that is wanted.

    Raises:
        Refusal: As refuse_stranger and refuse_unfit.
    """
    refuse_stranger(desk.sitting.book, offer)
    refuse_unfit(offer, desk.sitting.today)
    pack = offer.pack
    _take_over(desk, pack.parameters, pack, say("parameters.pack_of", name=pack.name, made_on=pack.made_on))


def _take_over(desk: Desk, then: Parameters, pack: Pack | None, whose: str) -> None:
    now = _now(desk)
    found = changes(now, then)
    if not found:
        desk.frame.tell(say("parameters.same", whose=whose))
        return
    asked = question("parameters.sure", whose=whose, count=len(found), changes=_told(found))
    if desk.asker.confirm(asked):
        with desk.sitting.choosing(kind="parameters-loaded") as change:
            take_over(change, now, then, pack)
        desk.frame.tell(say("parameters.loaded", whose=whose, count=len(found)))


def _now(desk: Desk) -> Parameters:
    with desk.sitting.book.reading() as reading:
        return parameters_of(reading, desk.sitting.settings)


def _pack_words(pack: Mapping[str, str]) -> str:
    return say(
        "parameters.of_pack",
        name=pack["name"],
        made_on=pack["made_on"],
        document=pack["document"],
        valid_from=pack["valid_from"] or pack["made_on"],
        valid_until=pack["valid_until"] or say("parameters.no_end"),
    )


def _told(found: Sequence[Change]) -> str:
    lines = [
        say("parameters.change", where=one.where, what=one.what, now=one.now or "—", then=one.then or "—")
        for one in found[:_SHOWN]
    ]
    rest = len(found) - _SHOWN
    return "\n".join([*lines, say("parameters.more", count=rest)] if rest > 0 else lines)


def _text(row: ParameterFile, key: str) -> str:
    if key == "state":
        return say("parameters.own" if row.is_own else "parameters.as_shipped")
    return row.title if key == "title" else row.path.rpartition("/")[2]


def _day(text: str | None) -> date | None:
    try:
        return read_day(text or "")
    except NotUnderstoodError:
        raise Refusal("wrong-use", value=text or "") from None


def _pack_kind() -> FileKind:
    return FileKind(say("parameters.pack_kind"), ("json",))


def _file_kind() -> FileKind:
    return FileKind(say("parameters.file_kind"), ("toml",))
