"""The panel of what needs the person: a list at the left, what to do about it at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from services.outbox import ItemState, OutboxItem
from ui.language import translate
from ui.page import Notices
from ui.problems import problem_words
from ui.shell.needs_you.conflict_view import ConflictView
from ui.shell.needs_you.presenter import NeedsYouPresenter
from ui.shell.needs_you.refusal_view import RefusalView
from ui.shell.needs_you.words import kind_words
from widgets import icons, theme
from widgets.empty import EmptyHint
from widgets.looks import label
from widgets.theme import Tone


class NeedsYouDialog(QDialog):
    """Stays open until everything is decided or the person closes it; what is not decided stays in the list."""

    def __init__(self, presenter: NeedsYouPresenter, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._presenter = presenter
        self._notices = notices
        presenter.setParent(self)
        self.setWindowTitle(translate("NeedsYou", "What needs you"))
        self.list = QListWidget()
        self.list.setAccessibleName(translate("NeedsYou", "Saves that wait for you"))
        self.list.setFixedWidth(280 if not look.large else 340)
        # What is in the way of a save is read whole, in two lines where one is too short.
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._on_list_row_changed)
        self._place = QVBoxLayout()
        self._detail: QWidget = EmptyHint(
            translate("NeedsYou", "Nothing waits for you. Everything is filed or on its way."), "check"
        )
        self._title = label("", "strong", wrap=True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._discard = QPushButton(icons.icon("remove"), translate("NeedsYou", "Throw away"))
        self._discard.setProperty("look", "quiet")
        self._discard.clicked.connect(self._on_discard_clicked)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._discard, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(look.space.m)
        right.addLayout(head)
        right.addLayout(self._place, 1)
        self._place.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space.l, look.space.l, look.space.l, look.space.l)
        row.setSpacing(look.space.l)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.resize(980 if not look.large else 1180, 640)
        presenter.items_changed.connect(self._on_presenter_items_changed)
        presenter.discarded.connect(self._on_presenter_discarded)
        presenter.problem_happened.connect(self._on_problem_happened)
        self.finished.connect(lambda _code: presenter.close())
        self._on_presenter_items_changed()
        presenter.load()

    def _on_problem_happened(self, error: Exception) -> None:
        self._notices.say(problem_words(error), Tone.BAD)

    def _on_presenter_items_changed(self) -> None:
        current = self.list.currentItem().data(Qt.ItemDataRole.UserRole).id if self.list.currentItem() else ""
        self.list.blockSignals(True)
        self.list.clear()
        for item in self._presenter.items:
            why = (
                translate("NeedsYou", "changed by somebody else")
                if item.state == ItemState.CONFLICT
                else translate("NeedsYou", "refused")
            )
            row = QListWidgetItem(f"{item.title or kind_words(item.kind)}\n{kind_words(item.kind)} · {why}")
            row.setIcon(icons.icon("warn", "warn"))
            row.setData(Qt.ItemDataRole.UserRole, item)
            self.list.addItem(row)
        places = [place for place, item in enumerate(self._presenter.items) if item.id == current]
        self.list.blockSignals(False)
        row_now = places[0] if places else (0 if self._presenter.items else -1)
        self.list.setCurrentRow(row_now)
        self._on_list_row_changed(row_now)

    def _on_list_row_changed(self, row: int) -> None:
        items = self._presenter.items
        item = items[row] if 0 <= row < len(items) else None
        self._discard.setVisible(item is not None)
        self._title.setText(item.title or kind_words(item.kind) if item else "")
        self._show(self._view_of(item) if item else None)

    def _view_of(self, item: OutboxItem) -> QWidget:
        if item.state == ItemState.CONFLICT:
            conflict = ConflictView(item, self._presenter)
            conflict.settled.connect(self._presenter.settle)
            return conflict
        refusal = RefusalView(item, self._presenter)
        refusal.corrected.connect(self._presenter.correct)
        return refusal

    def _show(self, view: QWidget | None) -> None:
        self._place.removeWidget(self._detail)
        self._detail.hide()
        self._detail.deleteLater()
        empty = translate("NeedsYou", "Nothing waits for you. Everything is filed or on its way.")
        self._detail = view or EmptyHint(empty, "check")
        self._place.addWidget(self._detail)

    def _on_discard_clicked(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._presenter.discard(item.data(Qt.ItemDataRole.UserRole))

    def _on_presenter_discarded(self, item: OutboxItem) -> None:
        # The presenter may be gone with this dialog when the person takes it back.
        presenter = self._presenter
        self._notices.say(
            translate("NeedsYou", "Thrown away: {title}").format(title=item.title or kind_words(item.kind)),
            undo=lambda: presenter.put_back(item),
        )
