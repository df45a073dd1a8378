"""Telephone numbers in the words of an article: which of its figures are some, and how they become links."""

import html
import re
from collections.abc import Iterator

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from services.contracts.text import dialable
from widgets import theme

SCHEME = "tel"
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.\-－—+])"
    r"(?:(?:\+86|0086)[ -]?)?"
    r"(?:\(?0[0-9]{2,3}\)?[ -]?[0-9]{7,8}|1[3-9][0-9]{9}|[48]00[ -]?[0-9]{3}[ -]?[0-9]{4}|123[0-9]{2}|9[56][0-9]{3})"
    r"(?:(?:转|#|分机)[0-9]{1,6})?"
    r"(?![0-9A-Za-z.\-－—年元万亿人件户个次台套吨亩米公平％%])"
)
"""Fixed lines with their area code, mobiles, 400 and 800, the hotlines of government and of services; no other row of figures."""


def found(text: str) -> Iterator[tuple[int, int, str]]:
    """Yields each number of a text that can be called: where it begins and ends, and as it is written."""
    for number in _NUMBER.finditer(text):
        if dialable(number[0]) is not None:
            yield number.start(), number.end(), number[0]


def linked(text: str) -> str:
    """Returns a text as HTML, its telephone numbers as links."""
    colour, said, after = theme.current().colours.accent_text, "", 0
    for begin, end, number in found(text):
        said += html.escape(text[after:begin])
        said += f"<a style='color:{colour}' href='{SCHEME}:{html.escape(number)}'>{html.escape(number)}</a>"
        after = end
    return said + html.escape(text[after:])


def link_all(document: QTextDocument) -> None:
    """Makes links of the telephone numbers of a document."""
    block = document.begin()
    while block.isValid():
        for begin, end, number in found(block.text()):
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + begin)
            cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
            words = QTextCharFormat()
            words.setAnchor(True)
            words.setAnchorHref(f"{SCHEME}:{number}")
            words.setForeground(theme.current().colour("accent_text"))
            words.setFontUnderline(True)
            cursor.mergeCharFormat(words)
        block = block.next()


def number_behind(link: QUrl | str) -> str:
    """Returns the number that a link stands for; empty for every other link, which an article may hold as well."""
    scheme, _, number = (link.toString() if isinstance(link, QUrl) else link).partition(":")
    return number if scheme == SCHEME and dialable(number) is not None else ""
