"""What the window calls to get the page of known matters."""

from collections.abc import Sequence
from typing import cast

from ui.commands import Command
from ui.container import Container
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter


def commands() -> Sequence[Command]:
    """Declares what can be done with matters."""
    return [
        Command("new", translate("Matters", "New known matter"), "Ctrl+N", icon="add"),
        Command("save", translate("Matters", "Save the matter"), "Ctrl+S", icon="save"),
        Command("reply", translate("Matters", "To the reply to all"), "Ctrl+R", icon="send"),
        Command("open_ticket", translate("Matters", "Open its ticket"), "Ctrl+O", icon="ticket"),
        Command("refresh", translate("Matters", "Read again"), "F5", icon="refresh"),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter of a sign-in."""
    from ui.matters.presenter import MattersPresenter

    return MattersPresenter(container)


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.matters.page import MattersPage
    from ui.matters.presenter import MattersPresenter

    return MattersPage(cast(MattersPresenter, presenter), context)
