"""Roles of the style sheet that change while somebody looks."""

from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QTextBrowser, QVBoxLayout
from pytestqt.qtbot import QtBot

from tests.showing import show_active
from widgets import theme
from widgets.looks import label, set_look, take_frame_off


def test_what_lies_in_a_frame_takes_the_colour_of_its_new_role(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, theme.make_theme())
    frame, words = QFrame(), label("Nobody takes care of it yet.")
    QVBoxLayout(frame).addWidget(words)
    set_look(frame, "look", "warn")
    qtbot.addWidget(frame)
    frame.show()
    qtbot.waitExposed(frame)
    calm = words.palette().windowText().color()
    set_look(frame, "look", "alarm")
    assert words.palette().windowText().color() == theme.current().colour("on_bad") != calm


def test_a_text_without_a_frame_shows_that_it_has_the_focus(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, theme.make_theme())
    holder, text, other = QFrame(), QTextBrowser(), QLineEdit()
    column = QVBoxLayout(holder)
    column.addWidget(text)
    column.addWidget(other)
    take_frame_off(text, theme.current().colours.surface)
    qtbot.addWidget(holder)
    show_active(qtbot, holder)

    def edge() -> str:
        return text.grab().toImage().pixelColor(text.width() // 2, 0).name()

    other.setFocus()
    assert edge() != theme.current().colours.focus.lower()
    text.setFocus()
    assert edge() == theme.current().colours.focus.lower()
