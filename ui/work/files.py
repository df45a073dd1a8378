"""The files beside the open ticket: small pictures, the one that is looked at, and saving. Nothing in them is ever run."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSize, Signal
from PySide6.QtGui import QImage, QImageReader

from services.contracts.attachments import Attachment
from services.tasks import Progress, Task, Tasks
from ui.language import translate
from ui.problems import problem_words
from widgets.theme import Tone

_FORMATS = {
    "image/jpeg": "jpeg",
    "image/png": "png",
    "image/apng": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/bmp": "bmp",
}
"""What the console decodes, by the type that the server found in the content. Anything else is saved, never shown."""
_HEADS = {
    "image/jpeg": b"\xff\xd8",
    "image/png": b"\x89PNG",
    "image/apng": b"\x89PNG",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
    "image/bmp": b"BM",
}
_MOST_PIXELS = 24_000_000
"""A larger picture is decoded smaller; 24 million pixels take 96 MB."""
_MOST_THUMBNAILS = 12
"""So many are read when a ticket is opened: each look is recorded."""

Say = Callable[[str, Tone], None]


class FileSource(Protocol):
    """What is needed of :class:`services.lifecycle.service.LifecycleService`. All calls block."""

    def content(self, attachment: Attachment, progress: Progress) -> bytes:
        """Returns a file; the look is recorded."""
        ...

    def thumbnail(self, attachment_id: str) -> bytes:
        """Returns a small picture of a picture; the look is recorded."""
        ...

    def save_attachment(self, attachment: Attachment, target: Path, progress: Progress) -> None:
        """Writes a file to this computer; the look is recorded."""
        ...


class Files(QObject):
    """Of one ticket at a time. One file may be looked at; the page shows it over everything else."""

    changed = Signal()
    """Other files, or a small picture has come."""
    viewed = Signal()
    """Another file is looked at, or none, or its picture has come."""

    def __init__(self, tasks: Tasks, source: FileSource, say: Say, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._source = source
        self._say = say
        self._ticket = ""
        self._task: Task | None = None
        self.files: list[Attachment] = []
        self.thumbnails: dict[str, QImage] = {}
        self.open_file: Attachment | None = None
        self.picture: QImage | None = None
        self.problem = ""

    def show_ticket(self, ticket_id: str, files: Sequence[Attachment]) -> None:
        """Takes in the files of the open ticket, and reads the small pictures of those that are new."""
        if ticket_id != self._ticket:
            self._ticket = ticket_id
            self.thumbnails = {}
            self.close()
        if list(files) == self.files:
            return
        self.files = list(files)
        self.changed.emit()
        wanted = [file.id for file in self.files if file.has_thumbnail and file.id not in self.thumbnails]
        for file_id in wanted[:_MOST_THUMBNAILS]:
            self._read_thumbnail(file_id)

    def open(self, file_id: str = "") -> None:
        """Looks at a file, by default the first."""
        found = next((file for file in self.files if file.id == file_id or not file_id), None)
        if found is None:
            self._say(translate("Work", "No file lies beside this ticket."), Tone.NEUTRAL)
            return
        self._stop()
        self.open_file, self.picture, self.problem = found, None, ""
        if can_show(found):
            self._read(found)
        self.viewed.emit()

    def step(self, by: int) -> None:
        """Looks at the next file or the one before; at the ends it stays."""
        if self.open_file is None:
            return
        ids = [file.id for file in self.files]
        place = ids.index(self.open_file.id) + by if self.open_file.id in ids else 0
        if 0 <= place < len(ids):
            self.open(ids[place])

    def place(self) -> tuple[int, int]:
        """Returns which file of how many is looked at, from one."""
        ids = [file.id for file in self.files]
        here = ids.index(self.open_file.id) + 1 if self.open_file is not None and self.open_file.id in ids else 0
        return here, len(ids)

    def close(self) -> None:
        """Looks no more; what is still coming is given up."""
        self._stop()
        if self.open_file is not None:
            self.open_file, self.picture, self.problem = None, None, ""
            self.viewed.emit()

    def save(self, file: Attachment, target: Path) -> None:
        """Writes a file to this computer, with progress and cancel in the status bar."""

        def done(_nothing: None) -> None:
            self._say(translate("Work", "Saved: {name}").format(name=target.name), Tone.GOOD)

        def failed(error: Exception) -> None:
            words = translate("Work", "{name} was not saved: {why}")
            why = error.strerror or "" if isinstance(error, OSError) else problem_words(error)
            self._say(words.format(name=target.name, why=why), Tone.BAD)

        self._tasks.start(
            lambda progress: self._source.save_attachment(file, target, progress),
            done=done,
            failed=failed,
            title=translate("Work", "Saving {name}").format(name=target.name),
        )

    def _read(self, file: Attachment) -> None:
        def work(progress: Progress) -> QImage:
            return decoded(self._source.content(file, progress), file.media_type)

        def done(picture: QImage) -> None:
            if self.open_file is file:
                self._task = None
                self.picture = picture
                if picture.isNull():
                    self.picture, self.problem = None, translate("Work", "This picture is damaged. It can be saved.")
                self.viewed.emit()

        def failed(error: Exception) -> None:
            if self.open_file is file:
                self._task, self.problem = None, problem_words(error)
                self.viewed.emit()

        title = translate("Work", "Opening {name}").format(name=file.name)
        self._task = self._tasks.start(work, done=done, failed=failed, title=title)

    def _read_thumbnail(self, file_id: str) -> None:
        ticket_id = self._ticket

        def done(picture: QImage) -> None:
            if ticket_id == self._ticket and not picture.isNull():
                self.thumbnails[file_id] = picture
                self.changed.emit()

        self._tasks.start(
            lambda _progress: decoded(self._source.thumbnail(file_id), "image/jpeg"),
            done=done,
            failed=lambda _error: None,
        )

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None


def can_show(file: Attachment) -> bool:
    """Tells whether the console shows a file itself; only pictures of a few kinds, decoded and nothing more."""
    return file.media_type in _FORMATS


def decoded(content: bytes, media_type: str) -> QImage:
    """Returns a picture, upright; a null image where it cannot be read. Runs anywhere but on the GUI thread."""
    if not content.startswith(_HEADS[media_type]):
        return QImage()
    kept = QByteArray(content)
    buffer = QBuffer(kept)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    # The format is given, so that no other decoder is tried on what somebody sent.
    reader = QImageReader(buffer, QByteArray(_FORMATS[media_type].encode()))
    reader.setAutoTransform(True)
    size = reader.size()
    pixels = size.width() * size.height()
    if pixels > _MOST_PIXELS:
        shrink = (_MOST_PIXELS / pixels) ** 0.5
        reader.setScaledSize(QSize(max(1, int(size.width() * shrink)), max(1, int(size.height() * shrink))))
    return reader.read()


def size_words(size: int) -> str:
    """Returns a size: ``340 KB``, ``2.1 MB``."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1_000))} KB"
