"""What the window calls to get Dispatch."""

from collections.abc import Sequence
from typing import cast

from services.contracts.accounts import Permission
from ui.commands import Command
from ui.container import Container
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter
from ui.work.commands import shared_commands


def commands() -> Sequence[Command]:
    """Declares what can be done in Dispatch."""
    return [
        Command("main", translate("Dispatch", "Dispatch, uphold, grant, approve, acknowledge"), "F2", icon="check"),
        Command("unit", translate("Dispatch", "Choose another unit"), "F3", icon="search"),
        Command("refuse", translate("Dispatch", "Refuse, or send back"), "F4", icon="close"),
        Command("refresh", translate("Dispatch", "Read the lists anew"), "F5", icon="refresh"),
        Command("category", translate("Dispatch", "Correct the category"), "F7", icon="edit"),
        Command("assisting", translate("Dispatch", "Add an assisting unit"), "F8", icon="people"),
        Command("urge", translate("Dispatch", "Urge"), "F9", icon="waiting"),
        Command("recall", translate("Dispatch", "Recall"), "F10", icon="undo"),
        Command("second", translate("Dispatch", "Dispatch to the second suggestion"), "Alt+2", in_palette=False),
        Command("third", translate("Dispatch", "Dispatch to the third suggestion"), "Alt+3", in_palette=False),
        Command("merge", translate("Dispatch", "Merge into another ticket"), "Ctrl+M", icon="link"),
        Command("known_matter", translate("Dispatch", "Make it a known matter"), "Ctrl+Shift+M", icon="team"),
        Command("emergency", translate("Dispatch", "Pass on as an emergency"), "Ctrl+E", icon="bad"),
        Command("answer", translate("Dispatch", "Answer at once"), "Ctrl+R", icon="note"),
        Command("split", translate("Dispatch", "Split into parts"), "Ctrl+Shift+P", icon="columns"),
        Command("ask_assist", translate("Dispatch", "Ask a unit to assist"), "Ctrl+Shift+A", icon="people"),
        Command("withdraw", translate("Dispatch", "Withdrawn by the citizen"), "Ctrl+Shift+W", icon="remove"),
        Command("resume", translate("Dispatch", "Resume"), icon="resume"),
        Command("many", translate("Dispatch", "Do it with all selected"), "Ctrl+B", icon="columns"),
        Command("next_ticket", translate("Dispatch", "Next ticket"), "Alt+Down", icon="next"),
        Command("previous_ticket", translate("Dispatch", "Ticket before"), "Alt+Up", icon="previous"),
        Command("next_list", translate("Dispatch", "Next list"), "Ctrl+PgDown", icon="next"),
        Command("previous_list", translate("Dispatch", "List before"), "Ctrl+PgUp", icon="previous"),
        Command("list", translate("Dispatch", "Back to the list"), "Ctrl+G", icon="menu"),
        Command("open_ticket", translate("Dispatch", "Open the whole ticket"), "Ctrl+O", icon="ticket"),
        Command("files", translate("Dispatch", "Look at the files beside the ticket"), "Ctrl+Shift+I", icon="article"),
        Command("send", translate("Dispatch", "Send what is typed"), "Ctrl+Return", icon="send"),
        Command("phrase", translate("Dispatch", "Insert a phrase"), "Ctrl+P", icon="note"),
        Command("discard", translate("Dispatch", "Throw away what is typed"), "Ctrl+Shift+Backspace", icon="remove"),
        *shared_commands(),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter of a sign-in."""
    from ui.dispatch.presenter import DispatchPresenter

    presenter = DispatchPresenter(container.tasks, container)
    presenter.may_call = container.session.may(Permission.CALL_HANDLE)
    return presenter


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.dispatch.page import DispatchPage
    from ui.dispatch.presenter import DispatchPresenter

    return DispatchPage(cast(DispatchPresenter, presenter), context)
