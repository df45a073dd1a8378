"""Two versions side by side, field by field; the person keeps one of each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from services.outbox import OutboxItem
from ui.language import translate
from ui.shell.needs_you.presenter import NeedsYouPresenter, differences
from ui.shell.needs_you.words import field_title, value_words
from widgets import theme
from widgets.looks import label


class ConflictView(QWidget):
    """Mine is chosen to start with: what somebody typed is never given up unasked."""

    settled = Signal(object, set)
    """The item, and the fields to keep of one's own."""

    def __init__(self, item: OutboxItem, presenter: NeedsYouPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self._mine: dict[str, QRadioButton] = {}
        self._theirs: dict[str, QRadioButton] = {}
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space.m)
        text = translate(
            "NeedsYou", "Somebody else changed this while you worked on it. Choose for each field what stays."
        )
        column.addWidget(label(text, "muted", wrap=True))
        body = QWidget()
        body.setProperty("look", "plain")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, look.space.s, 0)
        grid.setHorizontalSpacing(look.space.m)
        grid.setVerticalSpacing(look.space.s)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label(translate("NeedsYou", "Mine"), "strong"), 0, 1)
        grid.addWidget(label(translate("NeedsYou", "At the server now"), "strong"), 0, 2)
        for place, different in enumerate(differences(item), start=1):
            title = field_title(different.field)
            grid.addWidget(label(title, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            group = QButtonGroup(self)
            mine = value_words(different.field, different.mine, presenter.choices)
            theirs = value_words(different.field, different.theirs, presenter.choices)
            self._mine[different.field], cell = _side(group, title, translate("NeedsYou", "mine"), mine)
            grid.addWidget(cell, place, 1)
            self._theirs[different.field], cell = _side(group, title, translate("NeedsYou", "theirs"), theirs)
            grid.addWidget(cell, place, 2)
            self._mine[different.field].setChecked(True)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        column.addWidget(area, 1)
        column.addLayout(self._buttons())

    def choose_all(self, mine: bool) -> None:
        """Chooses one side for every field."""
        for button in (self._mine if mine else self._theirs).values():
            button.setChecked(True)

    def settle(self) -> None:
        """Sends what was chosen."""
        self.settled.emit(self._item, {field for field, button in self._mine.items() if button.isChecked()})

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        all_mine = QPushButton(translate("NeedsYou", "All &mine"))
        all_mine.clicked.connect(lambda: self.choose_all(True))
        all_theirs = QPushButton(translate("NeedsYou", "All &theirs"))
        all_theirs.clicked.connect(lambda: self.choose_all(False))
        save = QPushButton(translate("NeedsYou", "&Save what I chose"))
        save.setProperty("look", "primary")
        save.clicked.connect(self.settle)
        row.addWidget(all_mine)
        row.addWidget(all_theirs)
        row.addStretch(1)
        row.addWidget(save)
        return row


def _side(group: QButtonGroup, title: str, side: str, text: str) -> tuple[QRadioButton, QFrame]:
    look = theme.current()
    cell = QFrame()
    cell.setProperty("look", "card")
    row = QHBoxLayout(cell)
    row.setContentsMargins(look.space.s, look.space.s, look.space.s, look.space.s)
    button = QRadioButton()
    button.setAccessibleName(f"{title}, {side}: {text}")
    group.addButton(button)
    words = label(text, wrap=True)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    words.setBuddy(button)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return button, cell
