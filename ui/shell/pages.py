"""All pages, in the order of the navigation. This is the one place where a page is added."""

from services.contracts.accounts import Permission
from ui.language import translate
from ui.shell.entries import PageEntry


def page_entries() -> list[PageEntry]:
    """Returns every page of the program; the window shows those that the person may use."""
    return [
        PageEntry(
            "desk", lambda: translate("Shell", "Desk"), "desk", frozenset({Permission.CALL_HANDLE}), "ui.desk.entry"
        ),
        PageEntry(
            "quality",
            lambda: translate("Shell", "Quality"),
            "quality",
            frozenset({Permission.QUALITY_INSPECT, Permission.QUALITY_OWN, Permission.QUALITY_FIGURES}),
            "ui.quality.entry",
        ),
        PageEntry(
            "wall", lambda: translate("Shell", "Wall"), "wall", frozenset({Permission.FIGURES_READ}), "ui.wall.entry"
        ),
        PageEntry(
            "knowledge",
            lambda: translate("Shell", "Knowledge"),
            "knowledge",
            frozenset({Permission.KNOWLEDGE_READ}),
            "ui.knowledge.entry",
        ),
        PageEntry(
            "settings",
            lambda: translate("Shell", "Settings"),
            "settings",
            frozenset({Permission.SIGNED_IN}),
            "ui.settings.entry",
        ),
    ]
