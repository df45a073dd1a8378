from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from widgets.key_button import KeyButton


def test_says_the_key_where_there_is_room_and_the_words_always(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    buttons = [KeyButton("Answer and close", "Ctrl+Enter"), KeyButton("Put aside", "Ctrl+S")]
    for button in buttons:
        row.addWidget(button)
    holder.resize(holder.sizeHint())
    with qtbot.waitExposed(holder):
        holder.show()
    assert [button.text() for button in buttons] == ["Answer and close  Ctrl+Enter", "Put aside  Ctrl+S"]
    holder.resize(holder.minimumSizeHint())
    qtbot.waitUntil(lambda: [button.text() for button in buttons] == ["Answer and close", "Put aside"])
    assert [button.accessibleName() for button in buttons] == ["Answer and close", "Put aside"]
    assert buttons[0].toolTip() == "Answer and close  Ctrl+Enter"


def test_words_change_with_what_the_button_does(qtbot: QtBot) -> None:
    button = KeyButton("File", "F2")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    button.set_words("Save the change", "F2")
    assert button.words() == button.accessibleName() == "Save the change"
    assert button.minimumSizeHint().width() < button.sizeHint().width()
    button.set_words("Save", "")
    assert button.minimumSizeHint() == button.sizeHint()
