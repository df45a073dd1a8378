"""Icons, by what they mean. Drawn from the Phosphor font that qtawesome bundles; nothing comes from the network.

The font is read from qtawesome's folder without importing qtawesome: its import pulls in the OpenGL modules of Qt and costs
a quarter of a second of every start.
"""

import json
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from widgets import theme

_FONT = "phosphor-1.3.0.ttf"
_GLYPHS = "phosphor-charmap-1.3.0.json"
_NAME = "tongfu_icon_font"

MEANINGS: dict[str, str] = {
    # pages
    "desk": "headset",
    "dispatch": "share-network",
    "tasks": "check-square",
    "quality": "medal",
    "wall": "chart-line",
    "knowledge": "book-open",
    "supervision": "flag-banner",
    "followup": "phone-outgoing",
    "callbacks": "phone-call",
    "settings": "gear-six",
    # calls
    "answer": "phone-incoming",
    "call": "phone",
    "end": "phone-x",
    "hold": "pause",
    "resume": "play",
    "mute": "microphone-slash",
    "unmute": "microphone",
    "transfer": "phone-outgoing",
    "conference": "users-three",
    "wrap_up": "note-pencil",
    "break": "coffee",
    "training": "graduation-cap",
    "waiting": "hourglass-medium",
    # playback
    "play": "play",
    "pause": "pause",
    "back": "rewind",
    "forward": "fast-forward",
    "pin": "push-pin",
    # things
    "ticket": "ticket",
    "person": "user",
    "people": "users",
    "team": "users-three",
    "place": "map-pin",
    "article": "article",
    "history": "clock-counter-clockwise",
    "note": "note",
    "notices": "bell",
    "quiet": "bell-z",
    "follow": "bell-ringing",
    "views": "bookmark-simple",
    "scorecard": "checks",
    "weights": "scales",
    "template": "clipboard-text",
    "calendar": "calendar-blank",
    # acts
    "add": "plus",
    "minus": "minus",
    "edit": "pencil-simple",
    "remove": "trash",
    "close": "x",
    "check": "check",
    "search": "magnifying-glass",
    "filter": "funnel",
    "columns": "columns",
    "copy": "copy",
    "export": "download-simple",
    "refresh": "arrows-clockwise",
    "undo": "arrow-counter-clockwise",
    "send": "paper-plane-tilt",
    "save": "floppy-disk",
    "cite": "quotes",
    "link": "link-simple",
    "more": "dots-three",
    "menu": "list",
    "full_screen": "arrows-out",
    "next": "caret-right",
    "previous": "caret-left",
    "down": "caret-down",
    "up": "caret-up",
    "sign_out": "sign-out",
    "lock": "lock-simple",
    "unlock": "lock-simple-open",
    "keyboard": "keyboard",
    "language": "translate",
    "theme": "circle-half",
    "text_size": "text-aa",
    "sound": "speaker-high",
    "server": "hard-drives",
    # states
    "connected": "wifi-high",
    "offline": "wifi-slash",
    "stale": "clock",
    "outbox": "tray",
    "info": "info",
    "good": "check-circle",
    "warn": "warning",
    "bad": "warning-circle",
    "priority": "flag",
    "repeated": "repeat",
    "elderly": "heart",
    "confidential": "lock-simple",
    "help": "question",
    "empty": "tray",
}


def icon(meaning: str, role: str = "text_muted") -> QIcon:
    """Returns the icon of a meaning in a colour role of the theme; raises ``KeyError`` for a meaning not listed here."""
    look = theme.current()
    font = _font()
    return QIcon(_Engine(font, font.glyphs[MEANINGS[meaning]], look.colour(role), look.colour("text_disabled")))


class _IconFont(QObject):
    """The font and its table of glyphs by name."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(_NAME)
        spec = find_spec("qtawesome")
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError("the icon font is missing: qtawesome is not installed")
        folder = Path(spec.submodule_search_locations[0]) / "fonts"
        # From data, not from the file: on Windows a font that is in use cannot be updated.
        number = QFontDatabase.addApplicationFontFromData((folder / _FONT).read_bytes())
        self.family = QFontDatabase.applicationFontFamilies(number)[0]
        codes: dict[str, str] = json.loads((folder / _GLYPHS).read_text("utf-8"))
        self.glyphs = {name: chr(int(code, 16)) for name, code in codes.items()}


class _Engine(QIconEngine):
    """Draws a glyph at whatever size is asked for, sharp on every screen."""

    def __init__(self, font: _IconFont, glyph: str, colour: QColor, disabled: QColor) -> None:
        super().__init__()
        self._font = font
        self._glyph = glyph
        self._colour = colour
        self._disabled = disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draws the glyph."""
        painter.save()
        font = QFont(self._font.family)
        font.setPixelSize(max(1, rect.height()))
        painter.setFont(font)
        painter.setPen(self._disabled if mode == QIcon.Mode.Disabled else self._colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._glyph)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draws the glyph on nothing."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        """Copies the engine."""
        return _Engine(self._font, self._glyph, self._colour, self._disabled)


def _font() -> _IconFont:
    """The icon font, loaded once for an application."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("icons need a running QApplication")
    loaded = application.findChild(QObject, _NAME)
    return loaded if isinstance(loaded, _IconFont) else _IconFont(application)
