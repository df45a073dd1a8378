"""Errors as sentences for people."""

from typing import Any

from PySide6.QtCore import QLocale

from services.errors import AppError, sentence


def said(error: Exception) -> str:
    """Returns what a person is told of an error, in the language that is on; the server's own sentence where it gave one."""
    problem: Any = getattr(error, "problem", None)
    if problem is not None and problem.detail:
        return str(problem.detail)
    if isinstance(error, AppError):
        return sentence(error.code, language(), error.details)
    return sentence("unexpected", language(), {"why": type(error).__name__})


def language() -> str:
    """Returns ``zh`` or ``en``."""
    return QLocale().name()[:2]


def is_english() -> bool:
    """Whether the window speaks English."""
    return language() != "zh"
