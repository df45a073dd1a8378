"""Roles of the style sheet that change while somebody looks."""

from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout
from pytestqt.qtbot import QtBot

from widgets import theme
from widgets.looks import label, set_look


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
