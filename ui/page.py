"""The base of every page, and what the window gives to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.commands import Command
from widgets.remember import Remember
from widgets.table.snapshot import TableSnapshot
from widgets.theme import Tone


@dataclass(frozen=True)
class Link:
    """A place to go: a page, and what to open there. ``Link("knowledge", "article", article_id)``."""

    page: str
    what: str = ""
    """``article``, ``ticket``, ``ticket_number``, ``number`` (telephone), ``dial`` (one to be called), ``call``, ``ticket_of_call``, ``call_back``, ``evaluation``, ``calibration``, ``person``, ``list``, ``place``."""
    value: str = ""


class Notices(Protocol):
    """The notification area at the lower right of the window."""

    def say(self, text: str, tone: Tone = Tone.NEUTRAL, undo: Callable[[], None] | None = None) -> None:
        """Shows a sentence for some seconds; with ``undo`` it has an Undo button and stays longer."""
        ...


@dataclass(frozen=True)
class PageContext:
    """What the window gives to a page when it builds it."""

    commands: Sequence[Command]
    """The page's own commands, as its ``commands()`` declared them."""
    remember: Remember
    """Where tables and splitters keep their arrangement. Keys start with the page's key: ``desk.queue``."""
    notices: Notices
    export: Callable[[TableSnapshot], None]
    """Writes a table to a file the person chooses; connect it to ``DataTable.export_requested``."""
    change_look: Callable[[dict[str, str | bool]], None] = lambda _values: None
    """Changes language, theme or text size: the window keeps it and builds everything anew."""


class Page(QWidget):
    """One page of the window. It shows what its presenter states and asks it for what the person wants.

    A page keeps no state of its own: the window throws it away and builds it anew on a change of language or theme. Give
    every editor that can have the focus an ``objectName``, so that focus comes back to it.
    """

    open_requested = Signal(object)
    """The person wants to go to a :class:`Link`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.actions_by_name: dict[str, QAction] = {}
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def bind(self, name: str, run: Callable[[], None]) -> QAction:
        """Says what a declared command does. Returns its action, for ``setEnabled`` and for buttons.

        Raises:
            KeyError: no such command is declared for this page.
        """
        command = {command.key: command for command in self.context.commands}[name]
        action = QAction(command.title, self)
        action.setObjectName(f"command.{name}")
        action.setShortcuts([QKeySequence(key) for key in command.key_list])
        # Wherever the focus is in the window: a call is answered from the navigation too. Pages behind do not hear keys.
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False: run())
        self.addAction(action)
        self.actions_by_name[name] = action
        return action

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Goes to the next part of the window; where the one before has just gone grey or away, back to what was used before it.

        A button that saves goes grey in doing so. Qt would go on to what comes after it, which is the navigation: a person
        at the keyboard would be taken out of the form.
        """
        focus = self.focusWidget()
        is_lost = focus is not None and focus is not self and not (focus.isEnabled() and focus.isVisible())
        return super().focusNextPrevChild(next and not is_lost)

    def unbound_commands(self) -> list[str]:
        """Returns declared commands that do nothing yet; a test wants none."""
        return [command.key for command in self.context.commands if command.key not in self.actions_by_name]

    def entered(self) -> None:
        """Called when the page comes to the front. Start what only matters while it is seen; put the focus somewhere."""

    def left(self) -> None:
        """Called when another page comes to the front."""

    def open_link(self, link: Link) -> None:
        """Called with a link to this page, after ``entered``."""
