"""Asks what a notice says of a year's line or reference figure."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.desk.page import Desk
from village_desk.entry.asking import question
from village_desk.entry.keyboard.amount_typing import shown_yuan
from village_desk.entry.settings.yearly_figures import LINE, Notice, figure_row, state_figure
from village_desk.rules.months import month_text
from village_desk.rules.refusals import Refusal


def ask_figure(desk: Desk, kind: str, year: int) -> bool:
    """Ask for a figure and keep it; whether it was kept."""
    row = figure_row(desk.sitting, kind, year)
    asked = {"yuan": shown_yuan(row.amount), "document": row.document}
    if kind == LINE:
        asked["since"] = month_text(row.since)
    said: dict[str, str] = {}
    for key, known in asked.items():
        text = desk.asker.ask_text(question(f"figures.ask_{key}", label=row.label, year=year), initial=known)
        if text is None:
            return False
        said[key] = text
    try:
        state_figure(desk.sitting, kind, year, Notice(**said))
    except Refusal as refusal:
        desk.refused(refusal)
        return False
    desk.frame.tell(say("figures.kept", label=row.label, year=year))
    return True
