"""The half-year's figures in sentences: what stands in the analysis until somebody writes it anew."""

from __future__ import annotations

from village_desk.definitions.words import say
from village_desk.rules.analysis import AnalysisFigures, HalfYear
from village_desk.rules.money import yuan_text

_STEADY = "稳定"


def half_words(half: HalfYear) -> str:
    """A half-year as sheets call it."""
    return say("sheet.first_half" if half.is_first else "sheet.second_half", year=half.year)


def analysis_draft(figures: AnalysisFigures, half: HalfYear) -> dict[str, str]:
    """What the figures say, by question of the screen ``analysis``; what no figure tells stays blank."""
    return {
        "summary": _summary(figures, half),
        "causes": _causes(figures),
        "risks": _risks(figures),
        "next_steps": "",
    }


def _summary(figures: AnalysisFigures, half: HalfYear) -> str:
    now, growth = figures.half.income, figures.half.growth_per_mille
    parts = [
        say(
            "analysis.summary",
            half=half_words(half),
            households=figures.half.households,
            visited=figures.visited,
            per_capita=yuan_text(now.per_capita) if now.per_capita is not None else say("analysis.no_figure"),
        )
    ]
    if growth is not None:
        word = "analysis.grew" if growth >= 0 else "analysis.shrank"
        parts.append(say(word, percent=f"{abs(growth) / 10:.1f}"))
    under = figures.year.under_line
    if under is not None:
        parts.append(say("analysis.under_line", households=under.households, persons=under.persons))
    return "".join(parts)


def _causes(figures: AnalysisFigures) -> str:
    if not figures.falls:
        return say("analysis.no_falls")
    named = "、".join(
        say("analysis.cause", cause=cause or say("sheet.no_cause"), count=count)
        for cause, count in figures.causes
    )
    return say("analysis.falls", count=len(figures.falls), causes=named)


def _risks(figures: AnalysisFigures) -> str:
    judged = [(word, count) for word, count in sorted(figures.judgements.items()) if word != _STEADY]
    parts = [say("analysis.judged", judgement=word, count=count) for word, count in judged]
    if figures.idle:
        parts.append(say("analysis.idle", count=len(figures.idle)))
    return "".join(parts) or say("analysis.no_risks")
