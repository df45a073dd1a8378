"""An entry of the navigation: what the window knows of a page before it is built."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from services.contracts.accounts import Permission, Role
from ui.commands import Command
from ui.container import Container
from ui.page import Page, PageContext
from ui.presenter import Presenter


class PageParts(Protocol):
    """What ``ui/<page>/entry.py`` provides, as module functions."""

    def commands(self) -> Sequence[Command]:
        """Declares the page's commands; called anew after a change of language."""
        ...

    def make_presenter(self, container: Container) -> Presenter:
        """Makes the presenter; called once per sign-in."""
        ...

    def make_page(self, presenter: Presenter, context: PageContext) -> Page:
        """Makes the page; called when it is first shown, and again after a change of language or theme."""
        ...


@dataclass(frozen=True)
class PageEntry:
    """A page in the navigation rail. It is shown to who holds any of ``permissions`` and, where some are named, of ``roles``."""

    key: str
    title: Callable[[], str]
    icon: str
    permissions: frozenset[Permission]
    module: str
    """Where its parts are: ``ui.desk.entry``. Imported only when the page is allowed."""
    roles: frozenset[Role] = frozenset()
    """Whose work it is, where a permission that others hold too does not say that."""

    def is_allowed(self, may: Callable[[Permission], bool], roles: Iterable[Role] = ()) -> bool:
        """Whether a person may use the page."""
        is_theirs = not self.roles or not self.roles.isdisjoint(roles)
        return is_theirs and any(may(permission) for permission in self.permissions)

    def exists(self) -> bool:
        """Whether the page's module is part of this program."""
        try:
            return find_spec(self.module) is not None
        except ModuleNotFoundError:
            return False

    def parts(self) -> PageParts:
        """Imports the page's parts."""
        return cast(PageParts, import_module(self.module))
