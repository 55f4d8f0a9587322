"""How a workbook writes its answers: the words, digits and separators of its own, learnt from its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice

from msgspec import Struct, field

from village_desk.definitions.screens import Field, Kind
from village_desk.exchange.incoming.headings import NotTaken
from village_desk.rules.money import Fen, yuan_text
from village_desk.rules.reading import Value

_LEARNT_FROM = 400
"""Cells with different texts that are looked at: a form shows itself sooner."""
_BETWEEN = ","
"""What stands between several choices as we write them."""
_WORDED = frozenset({Kind.CHOICE, Kind.FLAG})


class Spelling(Struct, frozen=True):
    """How one column writes its answers; without anything learnt, as our own screens do."""

    form: str = ""
    """The name of a form of writing days, months, figures or several choices."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Our word for an answer to the workbook's, where they differ: 男 to 1."""

    def write(self, question: Field, value: Value) -> str:
        """Write an answer as the workbook does; nothing entered is blank."""
        if value is None:
            return ""
        writer = _FORMS.get(question.kind, {}).get(self.form)
        text = writer(value) if writer else question.write(value)
        if question.kind is Kind.CHOICES and self.form and text not in self.words:
            return text.replace(_BETWEEN, self.form)
        return self.words.get(text, text)


def learn_spelling(question: Field, cells: Mapping[str, Value | NotTaken]) -> Spelling:
    """How a column writes, from its texts and what each was understood as."""
    if question.kind not in _FORMS and question.kind not in _WORDED and question.kind is not Kind.CHOICES:
        return Spelling()
    known = [
        (text.strip(), value)
        for text, value in islice(cells.items(), _LEARNT_FROM)
        if value is not None and not isinstance(value, NotTaken)
    ]
    if question.kind is Kind.CHOICES:
        several = (text for text, value in known if isinstance(value, tuple) and value[1:])
        return Spelling(_separator(several), _words(question, known))
    if question.kind in _WORDED:
        return Spelling(words=_words(question, known))
    return Spelling(_form(question, known))


def _separator(texts: Iterable[str]) -> str:
    for text in texts:
        found = next((mark for mark in "，、;；," if mark in text), "")
        if found:
            return found
    return ""


def _words(question: Field, known: Iterable[tuple[str, Value]]) -> dict[str, str]:
    """The workbook's words; where it writes one answer in several ways, ours if it is among them."""
    found: dict[str, list[str]] = {}
    for text, value in known:
        found.setdefault(question.write(value), []).append(text)
    return {ours: theirs[0] for ours, theirs in found.items() if ours not in theirs}


def _form(question: Field, known: Sequence[tuple[str, Value]]) -> str:
    """The form that writes most of the texts as they stand; ours if none writes more."""
    best, most = "", sum(question.write(value) == text for text, value in known)
    for name, write in _FORMS.get(question.kind, {}).items():
        fitting = sum(write(value) == text for text, value in known)
        if fitting > most:
            best, most = name, fitting
    return best


def _day(form: str) -> Callable[[Value], str]:
    return lambda value: value.strftime(form) if isinstance(value, date) else ""


def _month(form: str) -> Callable[[Value], str]:
    return lambda value: form.format(*divmod(value, 100)) if isinstance(value, int) else ""


def _short_yuan(value: Value) -> str:
    text = yuan_text(Fen(value)) if isinstance(value, int) else ""
    return text.rstrip("0").rstrip(".")


def _ten_thousands(value: Value) -> str:
    return f"{Decimal(value).scaleb(-6).normalize():f}" if isinstance(value, int) else ""


def _decimals(places: int) -> Callable[[Value], str]:
    return lambda value: f"{Decimal(value).scaleb(-3):.{places}f}" if isinstance(value, int) else ""


_FORMS: Mapping[Kind, Mapping[str, Callable[[Value], str]]] = {
    Kind.DAY: {form: _day(form) for form in ("%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")},
    Kind.MONTH: {
        form: _month(form)
        for form in ("{:04d}{:02d}", "{:04d}/{:02d}", "{:04d}.{:02d}", "{:d}年{:d}月", "{:04d}年{:02d}月")
    },
    Kind.MONEY: {"yuan": _short_yuan, "ten-thousands": _ten_thousands},
    Kind.NUMBER: {f"decimals-{places}": _decimals(places) for places in (1, 2, 3)},
}
"""Forms met in real files, beside our own, by the name under which a book keeps them."""
