"""The words for roles, shared by sign-in, settings and the top bar."""

from collections.abc import Iterable

from services.contracts.accounts import Role
from ui.language import translate


def role_words(role: Role) -> str:
    """Returns a role's name in the language that is on."""
    return {
        Role.AGENT: translate("Roles", "Agent"),
        Role.DISPATCHER: translate("Roles", "Dispatcher"),
        Role.HANDLER: translate("Roles", "Handler"),
        Role.INSPECTOR: translate("Roles", "Inspector"),
        Role.LEAD: translate("Roles", "Shift lead"),
        Role.SUPERVISOR: translate("Roles", "Supervisor"),
        Role.ADMINISTRATOR: translate("Roles", "Administrator"),
    }[role]


def roles_words(roles: Iterable[Role]) -> str:
    """Returns several roles, in the order of the enumeration."""
    held = set(roles)
    return translate("Roles", ", ", "between two roles").join(role_words(role) for role in Role if role in held)
