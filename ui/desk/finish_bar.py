"""How a ticket is finished: four ways, the likeliest of them marked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from services.contracts.tickets import TicketKind
from services.desk.draft import Draft
from ui.language import translate
from widgets import theme
from widgets.badges import key_text
from widgets.key_button import KeyButton
from widgets.looks import set_look

FINISHES = ("file_answer", "file_dispatch", "file_accept")


class FinishBar(QWidget):
    """Asks by the name of a command. The places of the buttons never change; the mark follows the form."""

    requested = Signal(str)

    def __init__(self, keys: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = {
            "file_answer": translate("Desk", "Answer and close"),
            "file_dispatch": translate("Desk", "Dispatch"),
            "file_accept": translate("Desk", "File for dispatch"),
            "save_draft": translate("Desk", "Put aside"),
        }
        self._buttons: dict[str, KeyButton] = {}
        self._words = words
        self._keys = keys
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space.s)
        for name, text in words.items():
            button = KeyButton(text, self._key(name))
            button.setObjectName(f"desk.finish.{name}")
            button.clicked.connect(lambda _on=False, n=name: self.requested.emit(n))
            self._buttons[name] = button
            row.addWidget(button, 0 if name == "save_draft" else 1)
        self.show_draft(None, False)

    def button(self, name: str) -> QPushButton:
        """Returns a button."""
        return self._buttons[name]

    def show_draft(self, draft: Draft | None, filing: bool) -> None:
        """Marks the likeliest way; while a ticket is put away nothing can be pressed twice."""
        likely = likely_finish(draft)
        change = draft is not None and draft.is_change
        for name, button in self._buttons.items():
            words = self._words[name]
            if name == "file_accept":
                words = translate("Desk", "Save the change") if change else words
            button.set_words(words, self._key(name))
            button.setToolTip(f"{words}  {key_text(self._keys.get(name, ''))}")
            button.setEnabled(draft is not None and not filing)
            set_look(button, "look", "primary" if name == likely else "quiet" if name == "save_draft" else "")

    def _key(self, name: str) -> str:
        # The room belongs to the three ways to file; the tooltip and F1 tell the fourth key.
        return "" if name == "save_draft" else _short(self._keys.get(name, ""))


def likely_finish(draft: Draft | None) -> str:
    """Returns which way a form is probably finished: a question that is answered is closed, the rest has a department."""
    if draft is None:
        return ""
    if draft.is_change:
        return "file_accept"
    if draft.form["answer"].strip() or draft.form["kind"] == TicketKind.CONSULT.value:
        return "file_answer"
    return "file_dispatch" if draft.form["unit"] else "file_accept"


def _short(keys: str) -> str:
    """Returns a key in as little room as can be: ``⇧`` and ``⏎`` are on every keyboard."""
    return keys.replace("Shift+", "⇧").replace("Return", "⏎")
