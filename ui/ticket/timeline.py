"""Everything said and done about a ticket, in one order of time: a pure function, and a list that paints only what is seen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from services.contracts.attachments import Attachment
from services.contracts.channels import OutgoingState
from services.contracts.whole import WholeTicket
from services.desk.choices import Choices
from ui.language import translate
from ui.lifecycle_words import channel_words, done_words, listed, said_words
from ui.ticket.calls import Entry, call_entries
from ui.work.files import size_words
from ui.work.outcome_field import try_words
from ui.work.words import moment_words, unit_words
from widgets import theme

_THUMBNAIL = 84
_AT_ONCE = 60
"""More entries than any screen shows."""
Index = QModelIndex | QPersistentModelIndex


def entries(whole: WholeTicket, choices: Choices | None, may_listen: bool = False) -> list[Entry]:
    """Returns the whole story, the newest first; voice messages can be played by who ``may_listen``."""
    # Of one moment: a message comes in, then something is done, and then the citizen is told of it.
    found = [
        *_received(whole),
        *_steps(whole, choices),
        *(Entry(n.at, translate("Ticket", "Remark · {who}").format(who=n.author), n.text) for n in whole.ticket.notes),
        *_tries(whole),
        *_told(whole),
        *call_entries(whole, may_listen),
        *(
            Entry(
                a.added_at,
                listed((_file_words(a), size_words(a.size), a.added_by)),
                "",
                a.id,
            )
            for a in whole.attachments
        ),
    ]
    return sorted(found, key=lambda entry: entry.at)[::-1]


def _file_words(file: Attachment) -> str:
    words = (
        translate("Ticket", "Document of a leader's instruction · {name}")
        if file.of_instruction
        else translate("Ticket", "File · {name}")
    )
    return words.format(name=file.name)


def _steps(whole: WholeTicket, choices: Choices | None) -> Iterator[Entry]:
    # Three hundred entries are of a few kinds: each is put into words once.
    done = {action: done_words(action) for action in {step.action for step in whole.ticket.steps}}
    units = {unit: unit_words(choices, unit) for unit in {step.unit for step in whole.ticket.steps}}
    for step in whole.ticket.steps:
        unit = step.changes.get("unit")
        to = f"→ {unit_words(choices, unit[1])}" if unit and unit[1] else ""
        late = translate("Ticket", "after the limit") if step.late else ""
        head = listed((done[step.action], to, units[step.unit], step.actor, late))
        yield Entry(step.at, head, said_words(step))


def _received(whole: WholeTicket) -> Iterator[Entry]:
    for came in whole.correspondence.received:
        words = translate("Ticket", "Message came in · {channel}").format(channel=channel_words(came.channel.value))
        yield Entry(came.received_at, words, came.sender_name if not came.opened else "")


def _told(whole: WholeTicket) -> Iterator[Entry]:
    for told in whole.correspondence.told:
        if told.state is OutgoingState.KEPT and not told.words:
            continue
        words = translate("Ticket", "Citizen was told · {channel}").format(channel=channel_words(told.channel.value))
        yield Entry(told.created_at, listed((words, told.problem)), told.words)


def _tries(whole: WholeTicket) -> Iterator[Entry]:
    for made in whole.follow_up.tries if whole.follow_up is not None else ():
        yield Entry(made.at, listed((translate("Ticket", "Follow-up"), made.by, made.voice)), try_words(made))


class TimelineModel(QAbstractListModel):
    """The entries; each is read aloud as one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, found: Sequence[Entry]) -> None:
        """Shows other entries."""
        self.beginResetModel()
        self.entries = list(found)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Counts the entries."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Gives an entry's words."""
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{entry.head} {entry.text}".strip()
        return entry.text if role == Qt.ItemDataRole.ToolTipRole else None


class Timeline(QListView):
    """Paints only what is seen, however long the story is. Ctrl+C copies an entry."""

    file_requested = Signal(str)
    """Somebody wants to look at the file of an entry."""
    message_requested = Signal(str)
    """Somebody wants to listen to the voice message of an entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ticket.timeline")
        self.setAccessibleName(translate("Ticket", "Everything said and done"))
        self.entries = TimelineModel(self)
        self.setModel(self.entries)
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWordWrap(True)
        # What is seen is there at once; how high the rest is comes in the moments after.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_AT_ONCE)
        self.clicked.connect(self._open)

    def show_entries(
        self, found: Sequence[Entry], now: datetime, thumbnails: Mapping[str, QImage] | None = None
    ) -> None:
        """Shows the story as of a moment."""
        self._delegate.now = now
        self._delegate.thumbnails = thumbnails or {}
        self._delegate.forget()
        if list(found) == self.entries.entries:
            self.scheduleDelayedItemsLayout()  # a small picture takes room
            return
        index = self.currentIndex()
        current = self.entries.entries[index.row()] if index.isValid() else None
        self.entries.show(found)
        if current is not None and current in found:
            self.setCurrentIndex(self.entries.index(list(found).index(current)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the file of an entry, or plays its message."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        entry = self.entries.entries[index.row()]
        if entry.file_id:
            self.file_requested.emit(entry.file_id)
        elif entry.message_id:
            self.message_requested.emit(entry.message_id)


class _Delegate(QStyledItemDelegate):
    """When, what and by whom; below it the words."""

    def __init__(self, view: Timeline) -> None:
        super().__init__(view)
        self._view = view
        self.now: datetime | None = None
        self._heights_at: dict[Entry, tuple[int, int]] = {}
        self._room = 0
        self.thumbnails: Mapping[str, QImage] = {}

    def forget(self) -> None:
        """Measures anew: other entries are shown."""
        self._heights_at = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words need in the width there is."""
        look, width = theme.current(), self._view.viewport().width()
        head, body = self._heights(option, index, width)
        return QSize(width, head + body + look.space.s + look.space.xs)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints one entry."""
        look, entry = theme.current(), self._view.entries.entries[index.row()]
        space, cell = look.space, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, look.colour("selection"))
        head, _body = self._heights(option, index, cell.width())
        inner = cell.adjusted(space.m, space.xs, -space.m, 0)
        when = moment_words(entry.at, self.now or entry.at)
        painter.setFont(look.font(digits=True))
        painter.setPen(look.colour("text_muted"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, when)
        left = self._left(option)
        painter.setFont(look.font())
        painter.setPen(look.colour("text"))
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(inner.adjusted(left, 0, 0, 0), int(wrap), entry.head)
        if entry.text:
            painter.setPen(look.colour("text_muted"))
            painter.drawText(inner.adjusted(left, head, 0, 0), int(wrap), entry.text)
        picture = self.thumbnails.get(entry.file_id)
        if picture is not None:
            room = QRect(inner.left() + left, inner.top() + head + space.xs, *self._picture_size(picture).toTuple())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(room, picture)
        painter.restore()

    def _left(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.horizontalAdvance("00-00 00:00") + theme.current().space.m

    def _heights(self, option: QStyleOptionViewItem, index: Index, width: int) -> tuple[int, int]:
        entry = self._view.entries.entries[index.row()]
        width = max(1, width - self._left(option) - 2 * theme.current().space.m)
        if width != self._room:
            self._room, self._heights_at = width, {}
        known = self._heights_at.get(entry)
        if known is None:
            room, wrap = QRect(0, 0, width, 100_000), int(Qt.TextFlag.TextWordWrap)
            head = option.fontMetrics.boundingRect(room, wrap, entry.head).height()
            body = option.fontMetrics.boundingRect(room, wrap, entry.text).height() if entry.text else 0
            known = self._heights_at[entry] = (head, body)
        head, body = known
        picture = self.thumbnails.get(entry.file_id)
        if picture is not None:
            body = self._picture_size(picture).height() + theme.current().space.xs
        return head, body

    def _picture_size(self, picture: QImage) -> QSize:
        return picture.size().scaled(_THUMBNAIL * 2, _THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio)
