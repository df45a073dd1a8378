"""The one function through which texts that people see pass; it lives here so that widgets and pages share it."""

from PySide6.QtCore import QCoreApplication


def translate(context: str, text: str, comment: str | None = None) -> str:
    """Returns the English source text in the language that is on now.

    Both arguments must be literals at the call: ``pyside6-lupdate`` reads them from the source, and
    ``scripts/translate --check`` compares them with the translation files. Values go in afterwards:
    ``translate("Desk", "Waiting: {count}").format(count=3)``.

    Args:
        context: the page or widget, which groups texts for the translator.
        text: the English sentence.
        comment: what the translator has to know where one English word has several meanings.
    """
    return QCoreApplication.translate(context, text, comment)
