"""The citizen's record, edited in place: name, title, address, elderly, remark."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from services.desk.limits import person_limits
from ui.desk.caller_presenter import CallerPresenter
from ui.desk.editors import LineEditor
from ui.language import translate
from widgets import theme
from widgets.fields.frame import FieldFrame


class PersonEditor(QWidget):
    """What is typed goes to the presenter at once. Enter saves, Escape gives up."""

    closed = Signal()
    """Saved or given up: the focus goes elsewhere."""

    def __init__(self, presenter: CallerPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space, limits = theme.current().space, person_limits()
        names = {
            "name": translate("Desk", "Name"),
            "title": translate("Desk", "Form of address"),
            "address": translate("Desk", "Address"),
            "remark": translate("Desk", "Remark"),
        }
        hints = {
            "name": translate("Desk", "How may we call you?"),
            "title": translate("Desk", "Mr, Ms …"),
            "address": "",
            "remark": translate("Desk", "What the next colleague should know"),
        }
        self._lines: dict[str, LineEditor] = {}
        self._frames: dict[str, FieldFrame] = {}
        for name, words in names.items():
            line = LineEditor(words, limits[name], hints[name])
            line.setObjectName(f"desk.person.{name}")
            line.textEdited.connect(lambda text, n=name: presenter.type_text(n, text))
            line.refused.connect(partial(presenter.refuse, name))
            self._lines[name] = line
            self._frames[name] = FieldFrame(words, line)
        self.elderly = QCheckBox(translate("Desk", "Elderly"))
        self.elderly.setObjectName("desk.person.elderly")
        self.elderly.toggled.connect(presenter.type_elderly)
        self.save = QPushButton(translate("Desk", "Save  Enter"))
        self.save.setProperty("look", "primary")
        self.save.clicked.connect(self._save)
        self.cancel = QPushButton(translate("Desk", "Cancel"))
        self.cancel.setProperty("look", "quiet")
        self.cancel.clicked.connect(self._give_up)
        self._act = QWidget()
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space.s)
        grid.setVerticalSpacing(space.s)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._frames["name"], 0, 0, 1, 1, top)
        grid.addWidget(self._frames["title"], 0, 1, 1, 1, top)
        grid.addWidget(self._frames["address"], 0, 2, 1, 2, top)
        grid.addWidget(self._frames["remark"], 1, 0, 1, 3, top)
        act = QHBoxLayout(self._act)
        act.setContentsMargins(0, 0, 0, 0)
        act.setSpacing(space.s)
        act.addWidget(self.elderly)
        act.addStretch(1)
        act.addWidget(self.cancel)
        act.addWidget(self.save)
        grid.addWidget(self._act, 1, 3, Qt.AlignmentFlag.AlignBottom)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        presenter.problems_changed.connect(self._show_problems)

    def show_record(self) -> None:
        """Shows the record as it is being edited; of a new citizen only what is asked during the call."""
        self._set_short(self._presenter.person is None)
        for name, line in self._lines.items():
            line.show_text(self._presenter.edited(name))
        blocked = self.elderly.blockSignals(True)
        self.elderly.setChecked(self._presenter.edited_elderly)
        self.elderly.blockSignals(blocked)
        self._show_problems()

    def _set_short(self, short: bool) -> None:
        if short != self._frames["remark"].isHidden():
            top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
            self._frames["remark"].setVisible(not short)
            self.cancel.setVisible(not short)
            # Of a new citizen name and form of address are asked: what to ask can be read whole. Large text needs a second line.
            is_high = short and theme.current().large
            across = 2 if is_high else 1
            self._grid.addWidget(self._frames["name"], 0, 0, 1, across, top)
            self._grid.addWidget(self._frames["title"], 0, across, 1, across, top)
            if is_high:
                self._grid.addWidget(self._frames["address"], 1, 0, 1, 2, top)
                self._grid.addWidget(self._act, 1, 2, 1, 2, bottom)
            else:
                self._grid.addWidget(self._frames["address"], 0, 2, 1, 1 if short else 2, top)
                self._grid.addWidget(self._act, 0 if short else 1, 3, bottom)
            for column, stretch in enumerate((1, 1, 1, 1) if is_high else (6, 4, 3, 0) if short else (3, 2, 3, 4)):
                self._grid.setColumnStretch(column, stretch)

    def focus_first(self) -> None:
        """Puts the cursor into the name."""
        self._lines["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._lines["name"].selectAll()

    def line(self, name: str) -> LineEditor:
        """Returns an editor."""
        return self._lines[name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Escape gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        self._presenter.save()
        if not self._presenter.problems:
            self.closed.emit()

    def _give_up(self) -> None:
        self._presenter.stop_editing()
        self.closed.emit()

    def _show_problems(self) -> None:
        sentences = self._presenter.sentences
        for name, frame in self._frames.items():
            frame.set_error(sentences.get(name, ""))
