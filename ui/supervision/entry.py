"""What the window calls: commands, presenter, page of supervision."""

from collections.abc import Sequence
from typing import cast

from ui.commands import Command
from ui.container import Container
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter


def commands() -> Sequence[Command]:
    """Declares the page's commands."""
    return [
        Command("new", translate("Supervision", "New instruction"), "Ctrl+N", icon="add"),
        Command("enter", translate("Supervision", "Enter the instruction"), "Ctrl+Return", icon="send"),
        Command("attach", translate("Supervision", "Add the document as a file"), "Ctrl+Shift+F", icon="add"),
        Command("files", translate("Supervision", "Look at the document"), "Ctrl+Shift+I", icon="article"),
        Command("weekly", translate("Supervision", "Weekly sheet"), "Ctrl+P", icon="export"),
        Command("next_view", translate("Supervision", "Next tab"), "Ctrl+PgDown", in_palette=False),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter for who is signed in."""
    from services.supervision.service import InstructionDrafts
    from ui.supervision.presenter import SupervisionPresenter

    return SupervisionPresenter(
        container.tasks,
        container.supervision,
        container.live,
        container.session,
        InstructionDrafts(container.drafts),
        container.lifecycle,
    )


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.supervision.page import SupervisionPage
    from ui.supervision.presenter import SupervisionPresenter

    return SupervisionPage(cast(SupervisionPresenter, presenter), context)
