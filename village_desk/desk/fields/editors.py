"""Makes the editor that suits a question; polish goes in here once and shows on every screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from village_desk.definitions.screens import LINES, Field, Kind
from village_desk.desk.fields.editor import Editor
from village_desk.desk.fields.editor_choice import ChoiceEditor, ChoicesEditor
from village_desk.desk.fields.editor_day import PartsEditor
from village_desk.desk.fields.editor_flag import FlagEditor
from village_desk.desk.fields.editor_line import LineEditor, make_amount_editor, make_code_editor
from village_desk.desk.fields.editor_note import NoteEditor
from village_desk.entry.keyboard.amount_typing import amount_echo, number_echo
from village_desk.entry.keyboard.date_typing import DateTyping
from village_desk.entry.keyboard.month_typing import MonthTyping

Labels = Callable[[Field], Sequence[str]]
"""Gives the labels that a choice field offers at the moment its list opens."""


def editor_for(field: Field, labels: Labels = Field.labels) -> Editor:
    """Make the editor of a question.

    Raises:
        KeyError: The question is of a kind nothing edits.
    """
    return _MAKERS[field.kind](field, labels)


def _text(field: Field, _labels: Labels) -> Editor:
    if field.input == LINES:
        return NoteEditor(field.key)
    return make_code_editor(field.key) if field.input else LineEditor(field.key)


def _figure(field: Field, _labels: Labels) -> Editor:
    reads = amount_echo if field.kind is Kind.MONEY else number_echo
    return make_amount_editor(field.key, field.unit, reads)


def _day(field: Field, _labels: Labels) -> Editor:
    return PartsEditor(field.key, DateTyping(), "editors.day_shape")


def _month(field: Field, _labels: Labels) -> Editor:
    return PartsEditor(field.key, MonthTyping(), "editors.month_shape")


def _choice(field: Field, labels: Labels) -> Editor:
    return ChoiceEditor(field.key, partial(labels, field))


def _choices(field: Field, labels: Labels) -> Editor:
    return ChoicesEditor(field.key, partial(labels, field))


def _flag(field: Field, _labels: Labels) -> Editor:
    return FlagEditor(field.key)


_MAKERS: dict[Kind, Callable[[Field, Labels], Editor]] = {
    Kind.TEXT: _text,
    Kind.WHOLE: _figure,
    Kind.NUMBER: _figure,
    Kind.MONEY: _figure,
    Kind.DAY: _day,
    Kind.MONTH: _month,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.FLAG: _flag,
}
