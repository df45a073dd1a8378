"""Icons, by what they mean. Drawn from the Phosphor font that qtawesome bundles; nothing comes from the network."""

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QIcon
from qtawesome.iconic_font import IconicFont

from widgets import theme

_PROPERTY = "tongfu_icon_font"

MEANINGS: dict[str, str] = {
    # pages
    "desk": "headset",
    "quality": "medal",
    "wall": "chart-line",
    "knowledge": "book-open",
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
    "scorecard": "checks",
    "template": "clipboard-text",
    "calendar": "calendar-blank",
    # acts
    "add": "plus",
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
    theme_now = theme.current()
    colour = theme_now.colour(role)
    made: QIcon = _font().icon(
        f"ph.{MEANINGS[meaning]}",
        color=colour,
        color_disabled=theme_now.colour("text_disabled"),
        color_selected=colour,
        color_active=colour,
    )
    return made


def _font() -> IconicFont:
    """The icon font, loaded once for an application. Only the one font: loading all that qtawesome has takes a while."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("icons need a running QApplication")
    loaded = application.findChild(QObject, _PROPERTY)
    if not isinstance(loaded, IconicFont):
        loaded = IconicFont(("ph", "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"))
        loaded.setObjectName(_PROPERTY)
        loaded.setParent(application)
    return loaded
