"""Actions, each declared once with its key: pages bind them, the shortcut sheet and the command palette list them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """An action that a person can take by a key or from the palette.

    Keys follow Qt's portable text: ``F2``, ``Ctrl+Return``, ``Ctrl+Shift+H``; several are separated by ``; ``. An
    empty key means "only in the palette and by its button". What a page's command does, ``Page.bind`` says.
    """

    key: str
    """Its name, unique on its page: ``answer``."""
    title: str
    """What people read, translated."""
    keys: str = ""
    icon: str = ""
    """A meaning of :mod:`widgets.icons`."""
    in_palette: bool = True

    @property
    def key_list(self) -> list[str]:
        """The keys one by one; the first is what tooltips show."""
        return [part.strip() for part in self.keys.split("; ") if part.strip()]


@dataclass(frozen=True)
class CommandGroup:
    """The commands of one page (or of the window), as the shortcut sheet shows them."""

    title: str
    commands: Sequence[Command]


def clashes(*groups: Iterable[Command]) -> list[str]:
    """Returns what is declared twice among commands that are on at the same time (a page's and the window's)."""
    everything = [command for group in groups for command in group]
    names = [command.key for command in everything]
    keys = [key.casefold() for command in everything for key in command.key_list]
    return sorted({f"name {n}" for n in names if names.count(n) > 1} | {f"key {k}" for k in keys if keys.count(k) > 1})
