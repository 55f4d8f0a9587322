"""News goes out after the commit, to everybody who listens, and never for what was refused."""

from __future__ import annotations

import pytest

from village_desk.entry.news import HouseholdSaved, News, PeriodChosen, SettingsChosen, VillageChanged
from village_desk.entry.operations import set_household
from village_desk.rules.refusals import Refusal


def test_everybody_hears_in_the_order_they_came() -> None:
    news, heard = News(), []
    news.listen(lambda event: heard.append(("first", event)))
    stop = news.listen(lambda event: heard.append(("second", event)))
    news.tell(PeriodChosen())
    stop()
    news.tell(VillageChanged())
    assert heard == [("first", PeriodChosen()), ("second", PeriodChosen()), ("first", VillageChanged())]


def test_who_stops_listening_while_told_disturbs_nobody() -> None:
    news, heard = News(), []
    stops = []
    stops.append(news.listen(lambda _: stops[0]()))
    news.listen(heard.append)
    news.tell(PeriodChosen())
    news.tell(PeriodChosen())
    assert heard == [PeriodChosen(), PeriodChosen()]


def test_news_comes_after_the_commit_and_never_for_a_refusal(sitting, family) -> None:
    heard = []

    def listen(event: object) -> None:
        with sitting.book.reading() as reading:
            heard.append((event, reading.household("5301").group))

    sitting.news.listen(listen)
    set_household(sitting, "5301", {"group": "七组"})
    with pytest.raises(Refusal):
        set_household(sitting, "5301", {"farmland": "很多"})
    assert heard == [(HouseholdSaved(family.household), "七组")]


def test_settings_and_undo_are_told(sitting) -> None:
    heard = []
    sitting.news.listen(heard.append)
    sitting.choose("town", "柳河镇")
    sitting.undo()
    assert heard == [SettingsChosen(), SettingsChosen()]
