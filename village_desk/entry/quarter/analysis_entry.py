"""The half-year's analysis 分析研判 as a form: the figures' own sentences until somebody writes others."""

from __future__ import annotations

from typing import Any

from village_desk.definitions.analysis_words import analysis_draft, half_words
from village_desk.entry.records.record_entry import Answer
from village_desk.entry.sitting import Sitting
from village_desk.entry.typing import field_of, fields_of, why_not
from village_desk.rules.analysis import half_of
from village_desk.rules.followup_records import Analysis
from village_desk.rules.months import Quarter
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.reading import NotUnderstoodError
from village_desk.store.reckoned.analysis import village_analysis


class AnalysisEntry:
    """The analysis of the half-year a quarter lies in; it is kept from the first answer on."""

    def __init__(self, sitting: Sitting, quarter: Quarter, picture: VillagePicture) -> None:
        self._sitting = sitting
        self.half = half_of(quarter)
        figures = village_analysis(picture, sitting.settings, sitting.reckoner, self.half)
        self._draft = analysis_draft(figures, self.half)
        self._not_understood: dict[str, str] = {}
        self.record: Analysis | None = None
        self.reload()

    @property
    def title(self) -> str:
        """The half-year in words."""
        return half_words(self.half)

    def reload(self) -> None:
        """Read what has been written anew."""
        with self._sitting.book.reading() as reading:
            last = self.half.last_quarter.first
            self.record = next((one for one in reading.all(Analysis) if one.quarter == last), None)

    def texts(self) -> dict[str, str]:
        """Every field as text; what nobody has written is what the figures say."""
        written = {
            key: field.write(getattr(self.record, key)) if self.record else ""
            for key, field in fields_of("analysis").items()
        }
        return {key: text or self._draft.get(key, "") for key, text in written.items()} | self._not_understood

    def answer(self, key: str, text: str) -> Answer:
        """Take one field's text; the draft as it stands is nothing written, and follows the figures.

        Raises:
            Refusal: The book cannot be written.
        """
        field = field_of("analysis", key)
        try:
            value = field.read(text)
        except NotUnderstoodError as error:
            self._not_understood[key] = text
            return Answer(text, why_not(error))
        self._not_understood.pop(key, None)
        if value == field.read(self._draft.get(key, "")):
            value = None
        if value != (getattr(self.record, key) if self.record else None):
            self._keep({key: value})
        return Answer(self.texts()[key])

    def _keep(self, answers: dict[str, Any]) -> None:
        with self._sitting.changing("record-saved") as change:
            if self.record is not None:
                change.change(Analysis, self.record.id, answers)
            else:
                last = self.half.last_quarter.first
                change.insert(Analysis(change.new_id(), change.village_code, last, **answers))
        self.reload()
