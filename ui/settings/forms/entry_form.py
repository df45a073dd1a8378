"""The form of one entry of the catalogue: its fields, and its end."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.language import translate
from ui.settings.forms.entry_presenter import EntryPresenter
from ui.settings.forms.fields import CodeField, TextField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.forms.scrolled import scrolled
from ui.settings.forms.when import WhenField
from ui.settings.keys import SAVE_KEY, with_key
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.fields.matching import Choice, ChoiceMatcher
from widgets.looks import label


class EntryForm(QWidget):
    """Fields with save and discard; below them taking it out, which asks once more when something goes to a successor.

    Args:
        presenter: of the entries.
        name: begins the object names, as ``settings.units``.
        fields: of one entry.
        successor: makes the field for who has what hangs on it; none where nothing may.
        end: title and button of the end, and the sentence that says what goes to the successor.
        name_of: an entry's name for a sentence.
    """

    def __init__(
        self,
        presenter: EntryPresenter,
        name: str,
        fields: Sequence[FieldSpec],
        successor: Callable[[], CodeField] | None,
        end: tuple[str, str, str],
        name_of: Callable[[str], str],
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._end_words, self._name_of = end, name_of
        look = theme.current()
        self.form = Form(list(fields), name)
        self.save_button = QPushButton(
            icons.icon("save", "on_accent"), with_key(translate("Settings", "Save"), SAVE_KEY)
        )
        self.save_button.setProperty("look", "primary")
        self.save_button.setObjectName(f"{name}.save")
        self.discard_button = QPushButton(translate("Settings", "Discard"))
        self.discard_button.setObjectName(f"{name}.discard")
        self.when = WhenField(name)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(self.discard_button)
        row.addStretch(1)
        self._end = self._end_card(name, successor() if successor is not None else None)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, look.space.s, 0, 0)
        whole.addWidget(scrolled(self.form, self.when, self.problem, row, self._end))
        self.form.edited.connect(self._on_form_edited)
        self.save_button.clicked.connect(self.save)
        self.remove_when.edited.connect(self._unsure)
        self.discard_button.clicked.connect(presenter.give_up_entry)
        self.remove_button.clicked.connect(self._on_remove_button_clicked)
        self.successor.edited.connect(self._unsure)
        presenter.chosen_changed.connect(self._show)
        presenter.names_changed.connect(self._show)
        presenter.entry_refused.connect(self._on_presenter_entry_refused)
        self._show()

    def _end_card(self, name: str, successor: CodeField | None) -> QFrame:
        look = theme.current()
        title, button, _words = self._end_words
        card = QFrame()
        card.setProperty("look", "sunken")
        self.successor: CodeField | TextField = successor or TextField()
        self.successor.setObjectName(f"{name}.successor")
        if isinstance(self.successor, CodeField):
            there = self.successor.matcher
            self.successor.matcher = lambda typed: [*self._to_come(typed), *there(typed)]
        self.reason = TextField()
        self.reason.setObjectName(f"{name}.reason")
        self.successor_frame = FieldFrame(translate("Settings", "What hangs on it goes to"), self.successor)
        self.successor_frame.setVisible(successor is not None)
        self.remove_button = QPushButton(icons.icon("remove", "on_accent"), button)
        self.remove_button.setProperty("look", "danger")
        self.remove_button.setObjectName(f"{name}.remove")
        self.remove_when = WhenField(f"{name}.remove")
        self.remove_when.setVisible(self._presenter.is_dated)
        self.told = label("", wrap=True)
        column = QVBoxLayout(card)
        column.setContentsMargins(look.space.m, look.space.m, look.space.m, look.space.m)
        column.setSpacing(look.space.s)
        column.addWidget(label(title, "strong"))
        column.addWidget(self.successor_frame)
        column.addWidget(FieldFrame(translate("Settings", "Reason"), self.reason))
        column.addWidget(self.remove_when)
        column.addWidget(self.told)
        row = QHBoxLayout()
        row.addWidget(self.remove_button)
        row.addStretch(1)
        column.addLayout(row)
        self._is_sure = False
        return card

    def save(self) -> None:
        """Keeps what is typed, from the moment that stands below it."""
        self._presenter.when = self.when.value()
        self._presenter.save_entry()

    def _show(self) -> None:
        row = self._presenter.row()
        self.when.set_value(self._presenter.when)
        self.remove_when.set_value("")
        self.setEnabled(bool(row))
        self.form.show_row(row, True)
        self.form.show_errors({})
        self.problem.hide()
        self._end.setVisible(not row.get("is_new"))
        self.successor.set_value("")
        self.reason.set_value("")
        self._unsure()
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_typed = self._presenter.typed is not None
        self.when.setVisible(is_typed and self._presenter.is_dated)
        self.save_button.setEnabled(is_typed)
        self.discard_button.setEnabled(is_typed)

    def _unsure(self) -> None:
        _title, button, words = self._end_words
        self._is_sure = False
        self.successor_frame.set_error("")
        self.told.setText(words)
        self.remove_button.setText(button)

    def _to_come(self, typed: str) -> list[Choice]:
        return ChoiceMatcher(self._presenter.to_come(self.remove_when.value()))(typed)

    def _on_form_edited(self, row: dict[str, Any]) -> None:
        self._presenter.type_entry(row)
        self._show_buttons()

    def _on_remove_button_clicked(self) -> None:
        successor = self.successor.value()
        if successor and not self._is_sure:
            # Who presses once more has read where everything goes.
            self._is_sure = True
            words = translate("Settings", "All that hangs on {entry} goes to {successor}. Press once more to do so.")
            choice = self.successor.choice if isinstance(self.successor, CodeField) else None
            named = choice.text if choice is not None else self._name_of(successor)
            self.told.setText(words.format(entry=self._name_of(self._presenter.chosen), successor=named))
            self.remove_button.setText(translate("Settings", "Yes, take it out"))
            return
        self._presenter.remove(successor, self.reason.value(), self.remove_when.value())

    def _on_presenter_entry_refused(self, sentence: str, fields: dict[str, str]) -> None:
        self._unsure()
        self.form.show_errors(fields)
        self.successor_frame.set_error(fields.get("successor", ""))
        self.problem.setText(" ".join(part for part in (sentence, fields.get("effective_from", "")) if part))
        self.problem.show()
