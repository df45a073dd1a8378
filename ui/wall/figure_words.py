"""The figures of the wall as people read them: their names, what each of them means, their values."""

from dataclasses import dataclass

from services.contracts.figures import Figures
from services.wall.service import SHARES
from ui.language import translate
from ui.wall.words import NOTHING
from widgets.durations import clock_text


@dataclass(frozen=True)
class FigureWords:
    """A figure as people read it."""

    key: str
    title: str
    meaning: str
    """What it is, as a formula in words."""


def figure_words(threshold: float) -> list[FigureWords]:
    """Returns the wall's figures in their order, for T in seconds."""
    seconds = round(threshold)

    def said(key: str, title: str, meaning: str) -> FigureWords:
        return FigureWords(key, title.format(seconds=seconds), meaning.format(seconds=seconds))

    return [
        said(
            "service_level",
            translate("Wall", "Service level ({seconds}s)"),
            translate("Wall", "Answered within {seconds} s, of all answered calls. T can be changed above (Ctrl+T)."),
        ),
        said(
            "service_level_2",
            translate("Wall", "SL2 ({seconds}s)"),
            translate(
                "Wall",
                "Answered or given up within {seconds} s, of all answered and abandoned calls. "
                "T can be changed above (Ctrl+T).",
            ),
        ),
        said(
            "answer_rate_15",
            translate("Wall", "Answered in 15 s"),
            translate("Wall", "Answered within 15 s, of all calls offered. GB/T 33358 wants calls answered in 15 s."),
        ),
        said(
            "connection_rate",
            translate("Wall", "Connection rate"),
            translate("Wall", "Answered, of all calls offered. GB/T 33358 wants at least 95 %."),
        ),
        said(
            "asa",
            translate("Wall", "ASA"),
            translate("Wall", "Average speed of answer: mean wait of the answered calls."),
        ),
        said(
            "aht",
            translate("Wall", "AHT"),
            translate("Wall", "Average handling time: talk, hold and wrap-up, a mean over calls handled to the end."),
        ),
        said(
            "occupancy",
            translate("Wall", "Occupancy"),
            translate("Wall", "Talk, hold and wrap-up, of the agents' time on duty without breaks and training."),
        ),
        said(
            "abandon_rate",
            translate("Wall", "Abandon rate"),
            translate("Wall", "Callers who hung up before an answer, of all calls offered."),
        ),
    ]


def more_figure_words() -> list[FigureWords]:
    """Returns the figures that only the exported table has."""
    return [
        FigureWords("offered", translate("Wall", "Calls offered"), ""),
        FigureWords("answered", translate("Wall", "Calls answered"), ""),
        FigureWords("abandoned", translate("Wall", "Calls abandoned"), ""),
        *outside_words(),
        FigureWords(
            "callbacks_kept",
            translate("Wall", "Promised call-backs, kept"),
            translate("Wall", "Of the promised ones, those with whom an agent talked within twelve hours."),
        ),
        FigureWords(
            "callbacks_wished",
            translate("Wall", "Call-backs wished"),
            translate("Wall", "Callers who chose to be called back instead of waiting."),
        ),
        FigureWords(
            "callbacks_due",
            translate("Wall", "Call-backs due"),
            translate("Wall", "Numbers of callers who wished it, or who hung up before an answer; each once."),
        ),
        FigureWords(
            "callbacks_reached",
            translate("Wall", "Call-backs reached"),
            translate("Wall", "Of those due, the ones with whom an agent then talked, whoever called whom."),
        ),
        FigureWords("callback_rate", translate("Wall", "Call-back rate"), translate("Wall", "Reached, of those due.")),
        FigureWords(
            "abandon_rate_without_short",
            translate("Wall", "Abandon rate without short"),
            translate("Wall", "The same without those who hung up within 5 s."),
        ),
        FigureWords(
            "longest_wait",
            translate("Wall", "Longest wait of the interval"),
            translate("Wall", "The longest that a caller waited, whether answered or not."),
        ),
    ]


def outside_words() -> list[FigureWords]:
    """Returns the counts of calls that queues did not take, or not keep."""
    return [
        FigureWords(
            "turned_away",
            translate("Wall", "Turned away"),
            translate("Wall", "Callers of closed queues, who were told so. None of them is abandoned."),
        ),
        FigureWords(
            "callbacks_promised",
            translate("Wall", "Promised"),
            translate("Wall", "Of those turned away, the numbers that were told that they will be called; each once."),
        ),
        FigureWords(
            "overflowed",
            translate("Wall", "Sent on"),
            translate("Wall", "Callers whom a queue's plan sent to another queue or a number outside. Not abandoned."),
        ),
        FigureWords(
            "blocked",
            translate("Wall", "Blocked"),
            translate("Wall", "Calls of blocked numbers. They were never offered, and no share knows of them."),
        ),
    ]


def figure_text(key: str, figures: Figures) -> str:
    """Returns a figure's value: ``93.4 %``, ``0:12``, ``417``, or a dash where nothing was counted."""
    value = getattr(figures, key)
    if value is None:
        return NOTHING
    if key in SHARES:
        return f"{value * 100:.1f}%"
    if key in ("asa", "aht", "longest_wait"):
        return clock_text(value)
    return str(value)
