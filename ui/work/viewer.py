"""A file in front of its page: a picture with zoom, anything else with what it is and "save as"."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, QStandardPaths, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.language import translate
from ui.work.files import Files, can_show, size_words
from widgets import icons, theme
from widgets.looks import label

_STEP = 1.25
_MOST = 16.0


class FileViewer(QFrame):
    """Opens over its parent with the file that is looked at; gives the focus back where it was."""

    def __init__(self, files: Files, parent: QWidget) -> None:
        super().__init__(parent)
        self._files = files
        self._back: QWidget | None = None
        self.choose_file: Callable[[str], Path | None] = self._ask_for_file
        """Asks where to save; a test answers itself."""
        space = theme.current().space
        self.setProperty("look", "floating")
        self.setObjectName("work.viewer")
        self.setAccessibleName(translate("Work", "File of the ticket"))
        self._title = label("", "strong")
        self._facts = label("", "caption")
        self._picture = Picture()
        self._words = label("", "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._room = QStackedLayout()
        self._room.addWidget(self._picture)
        self._room.addWidget(self._words)
        head = QHBoxLayout()
        head.setSpacing(space.s)
        head.addWidget(self._title)
        head.addWidget(self._facts)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(space.s)
        self._buttons: dict[str, QToolButton] = {}
        for name, words, icon, run in (
            ("previous", translate("Work", "File before  Left"), "previous", lambda: files.step(-1)),
            ("next", translate("Work", "Next file  Right"), "next", lambda: files.step(1)),
            ("larger", translate("Work", "Larger  +"), "add", lambda: self._picture.zoom(_STEP)),
            ("smaller", translate("Work", "Smaller  -"), "minus", lambda: self._picture.zoom(1 / _STEP)),
            ("whole", translate("Work", "Whole picture  0"), "full_screen", self._picture.show_whole),
        ):
            button = QToolButton()
            button.setProperty("look", "quiet")
            button.setObjectName(f"work.viewer.{name}")
            button.setIcon(icons.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words.rsplit("  ", 1)[0])
            button.clicked.connect(run)
            self._buttons[name] = button
            foot.addWidget(button)
        foot.addStretch(1)
        self.save = QPushButton(icons.icon("save"), translate("Work", "Save as …  Ctrl+S"))
        self.save.setProperty("look", "quiet")
        self.save.setObjectName("work.viewer.save")
        self.save.setAccessibleName(translate("Work", "Save as …"))
        self.save.clicked.connect(self._save)
        self._close = QPushButton(translate("Work", "Close  Esc"))
        self._close.setObjectName("work.viewer.close")
        self._close.setAccessibleName(translate("Work", "Close"))
        self._close.clicked.connect(files.close)
        foot.addWidget(self.save)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.m, space.l, space.m)
        column.setSpacing(space.s)
        column.addLayout(head)
        column.addLayout(self._room, 1)
        column.addLayout(foot)
        parent.installEventFilter(self)
        files.viewed.connect(self.refresh)
        self.hide()
        self.refresh()

    def refresh(self) -> None:
        """Shows the file that is looked at, or goes away."""
        files, file = self._files, self._files.open_file
        if file is None:
            if self.isVisible():
                self.hide()
                if self._back is not None and self._back.isVisible():
                    self._back.setFocus(Qt.FocusReason.PopupFocusReason)
            return
        here, of = files.place()
        self._title.setText(file.name)
        parts = (size_words(file.size), translate("Work", "{place} of {all}").format(place=here, all=of), file.added_by)
        self._facts.setText(" · ".join(part for part in parts if part))
        self._picture.show_picture(files.picture)
        self._room.setCurrentWidget(self._picture if files.picture is not None else self._words)
        if files.problem:
            self._words.setText(files.problem)
        elif can_show(file):
            self._words.setText(translate("Work", "Loading …"))
        else:
            self._words.setText(
                translate("Work", "This kind of file is not shown here ({kind}). It can be saved: Ctrl+S.").format(
                    kind=file.media_type
                )
            )
        self._buttons["previous"].setEnabled(here > 1)
        self._buttons["next"].setEnabled(here < of)
        for name in ("larger", "smaller", "whole"):
            self._buttons[name].setEnabled(files.picture is not None)
        if not self.isVisible():
            self._back = self.window().focusWidget()
            self._place()
            self.show()
            self.raise_()
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        """The viewer's keys go before the page's while it is open."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._act(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, plus and minus zoom, Ctrl+S saves, Escape closes."""
        act = self._act(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the size of the page."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _act(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._save if event.key() == Qt.Key.Key_S else None
        return {
            Qt.Key.Key_Escape: self._files.close,
            Qt.Key.Key_Left: lambda: self._files.step(-1),
            Qt.Key.Key_Right: lambda: self._files.step(1),
            Qt.Key.Key_PageUp: lambda: self._files.step(-1),
            Qt.Key.Key_PageDown: lambda: self._files.step(1),
            Qt.Key.Key_Plus: lambda: self._picture.zoom(_STEP),
            Qt.Key.Key_Equal: lambda: self._picture.zoom(_STEP),
            Qt.Key.Key_Minus: lambda: self._picture.zoom(1 / _STEP),
            Qt.Key.Key_0: self._picture.show_whole,
        }.get(Qt.Key(event.key()))

    def _save(self) -> None:
        file = self._files.open_file
        target = self.choose_file(file.name) if file is not None else None
        if file is not None and target is not None:
            self._files.save(file, target)

    def _ask_for_file(self, suggested: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        # Only the name: what a citizen called a file says nothing about where it goes.
        start = str(Path(folder) / Path(suggested).name)
        chosen, _kind = QFileDialog.getSaveFileName(self, translate("Work", "Save as …"), start)
        return Path(chosen) if chosen else None

    def _place(self) -> None:
        page = self.parent()
        if isinstance(page, QWidget):
            edge = theme.current().space.xl
            self.setGeometry(page.rect().adjusted(edge, edge, -edge, -edge))


class Picture(QGraphicsView):
    """A picture, whole at first; zoomed in it is dragged with the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setBackgroundBrush(theme.current().colour("sunken"))
        self.setScene(QGraphicsScene(self))
        self._shown: object = None
        self._is_whole = True

    def show_picture(self, picture: object) -> None:
        """Shows a ``QImage`` or nothing."""
        if picture is self._shown:
            return
        self._shown = picture
        self.scene().clear()
        if picture is not None:
            pixmap = QPixmap.fromImage(picture)  # type: ignore[arg-type]
            self.scene().addPixmap(pixmap).setTransformationMode(Qt.TransformationMode.SmoothTransformation)
            self.scene().setSceneRect(QRectF(pixmap.rect()))
            self.show_whole()

    def show_whole(self) -> None:
        """Fits the picture into the room; a small one is not blown up."""
        self._is_whole = True
        self.resetTransform()
        rect, room = self.scene().sceneRect(), self.viewport().rect()
        if rect.isEmpty():
            return
        if rect.width() > room.width() or rect.height() > room.height():
            self.fitInView(rect, Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, by: float) -> None:
        """Makes it larger or smaller around the middle."""
        scale = self.transform().m11() * by
        if 0.02 <= scale <= _MOST:
            self._is_whole = False
            self.scale(by, by)

    def scale_now(self) -> float:
        """Returns how large it is shown: 1 is a pixel for a pixel."""
        return self.transform().m11()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms."""
        self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)

    def resizeEvent(self, event: object) -> None:
        """A whole picture stays whole."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._is_whole:
            self.show_whole()
