"""All pages, in the order of the navigation. This is the one place where a page is added."""

from collections.abc import Iterable

from services.contracts.accounts import Permission, Role
from ui.language import translate
from ui.shell.entries import PageEntry

_FIRST_PAGES = {
    Role.AGENT: "desk",
    Role.DISPATCHER: "dispatch",
    Role.HANDLER: "tasks",
    Role.LEAD: "wall",
    Role.INSPECTOR: "quality",
    Role.SUPERVISOR: "supervision",
    Role.ADMINISTRATOR: "settings",
}
"""What a role sees first; who holds several sees the first of these, everybody else the knowledge base."""


def first_page(roles: Iterable[Role]) -> str:
    """Returns the key of the page that a person sees after sign-in."""
    held = set(roles)
    return next((page for role, page in _FIRST_PAGES.items() if role in held), "knowledge")


def page_entries() -> list[PageEntry]:
    """Returns every page of the program; the window shows those that the person may use."""
    return [
        PageEntry(
            "desk", lambda: translate("Shell", "Desk"), "desk", frozenset({Permission.CALL_HANDLE}), "ui.desk.entry"
        ),
        PageEntry(
            "dispatch",
            lambda: translate("Shell", "Dispatch"),
            "dispatch",
            frozenset({Permission.TICKET_STEP}),
            "ui.dispatch.entry",
            frozenset({Role.DISPATCHER}),
        ),
        PageEntry(
            "tasks",
            lambda: translate("Shell", "Tasks"),
            "tasks",
            frozenset({Permission.TICKET_STEP}),
            "ui.tasks.entry",
            frozenset({Role.HANDLER}),
        ),
        PageEntry(
            "followup",
            lambda: translate("Shell", "Follow-up"),
            "followup",
            frozenset({Permission.TICKET_STEP}),
            "ui.followup.entry",
            frozenset({Role.AGENT, Role.DISPATCHER, Role.INSPECTOR}),
        ),
        PageEntry(
            "callbacks",
            lambda: translate("Shell", "Call-backs"),
            "callbacks",
            frozenset({Permission.CALL_BACK_READ}),
            "ui.callbacks.entry",
        ),
        PageEntry(
            "ticket",
            lambda: translate("Shell", "Ticket"),
            "ticket",
            frozenset({Permission.TICKET_READ}),
            "ui.ticket.entry",
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
            "supervision",
            lambda: translate("Shell", "Supervision"),
            "supervision",
            frozenset({Permission.TICKET_SUPERVISE, Permission.FIGURES_READ}),
            "ui.supervision.entry",
        ),
        PageEntry(
            "matters",
            lambda: translate("Shell", "Matters"),
            "team",
            frozenset({Permission.TICKET_STEP}),
            "ui.matters.entry",
            frozenset({Role.DISPATCHER, Role.LEAD, Role.SUPERVISOR}),
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
