from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from widgets.fields.frame import FieldFrame


def test_error_sentence_appears_and_goes(qtbot: QtBot) -> None:
    editor = QLineEdit()
    frame = FieldFrame("&Title", editor, required=True)
    qtbot.addWidget(frame)
    frame.show()
    assert not frame._error.isVisible()
    frame.set_error("This must be filled in.")
    assert frame._error.isVisible()
    assert editor.property("wrong") is True
    assert editor.accessibleDescription() == "This must be filled in."
    frame.set_error("")
    assert not frame._error.isVisible()
    assert editor.property("wrong") is False


def test_error_is_never_html(qtbot: QtBot) -> None:
    frame = FieldFrame("T", QLineEdit())
    qtbot.addWidget(frame)
    frame.set_error("<b>x</b>")
    assert frame._error.text() == "<b>x</b>"
    assert frame._error.textFormat().name == "PlainText"


def test_editor_takes_the_label_as_its_name(qtbot: QtBot) -> None:
    editor = QLineEdit()
    frame = FieldFrame("&Title", editor)
    qtbot.addWidget(frame)
    assert editor.accessibleName() == "Title"
    assert frame._title.buddy() is editor


def test_mark_of_change(qtbot: QtBot) -> None:
    frame = FieldFrame("T", QLineEdit())
    qtbot.addWidget(frame)
    assert not frame.is_marked_changed()
    frame.set_changed(True)
    assert frame.is_marked_changed()
