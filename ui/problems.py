"""What went wrong, as a sentence in the language that is on."""

from PySide6.QtCore import QLocale

from services.errors import AppError, sentence


def is_chinese() -> bool:
    """Tells whether the window speaks Chinese now."""
    return QLocale().language() == QLocale.Language.Chinese


def problem_words(error: BaseException) -> str:
    """Returns the sentence of an error: the server's own where it gave one, else that of its code."""
    problem = getattr(error, "problem", None)
    if problem is not None and isinstance(getattr(problem, "detail", None), str):
        return str(problem.detail)
    language = "zh" if is_chinese() else "en"
    if isinstance(error, AppError):
        return sentence(error.code, language, error.details)
    return sentence("unexpected", language, {"why": type(error).__name__})


def field_words(error: BaseException) -> dict[str, str]:
    """Returns the sentences of an error by field, for the lines under the fields."""
    given = getattr(error, "sentences", None)
    if isinstance(given, dict):
        return {str(field): str(text) for field, text in given.items()}
    if isinstance(error, AppError):
        language = "zh" if is_chinese() else "en"
        return {field: sentence(code, language, details) for field, (code, details) in error.fields.items()}
    return {}
