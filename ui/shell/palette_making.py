"""Which providers the palette of a person has."""

from collections.abc import Callable, Sequence

from services.contracts.accounts import Permission
from ui.commands import Command
from ui.page import Link
from ui.shell.controller import ShellController
from ui.shell.palette import PaletteProvider
from ui.shell.palette_providers import ArticleProvider, CommandProvider, NumberProvider
from ui.shell.palette_search import SearchProvider

Runnable = Callable[[], Sequence[tuple[Command, str, Callable[[], None]]]]


def make_providers(
    controller: ShellController, runnable: Runnable, go: Callable[[Link], object]
) -> list[PaletteProvider]:
    """Returns them in the order in which what they find is shown: what is at hand first, then what the server knows."""
    container = controller.container
    pages = frozenset(entry.key for entry in controller.allowed)
    providers: list[PaletteProvider] = []
    if "desk" in pages:
        providers.append(NumberProvider(go))
    providers.append(CommandProvider(runnable))
    if container.session.may(Permission.TICKET_READ):
        providers.append(
            SearchProvider(
                container.tasks, container.finding, container.desk.choices, go, pages, container.live.server_now
            )
        )
    if "knowledge" in pages:
        providers.append(ArticleProvider(container.tasks, container.knowledge.search, go))
    return providers
