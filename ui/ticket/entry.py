"""What the window calls to get the page of a ticket."""

from collections.abc import Sequence
from typing import cast

from services.contracts.accounts import Permission
from ui.commands import Command
from ui.container import Container
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter
from ui.work.commands import call_command, follow_command


def commands() -> Sequence[Command]:
    """Declares what can be done with a ticket on its page."""
    return [
        Command("find", translate("Ticket", "Go to a ticket by its number"), "Ctrl+F", icon="search"),
        Command("back", translate("Ticket", "Back to the ticket before"), "Alt+Left", icon="previous"),
        Command("refresh", translate("Ticket", "Read the ticket anew"), "F5", icon="refresh"),
        Command("reveal", translate("Ticket", "Show who asked and their number"), "F3", icon="person"),
        Command("copy_number", translate("Ticket", "Copy the ticket number"), "Ctrl+Shift+C", icon="copy"),
        Command("print_form", translate("Ticket", "Official form as PDF"), "Ctrl+P", icon="export"),
        Command("main", translate("Ticket", "The next step"), "F2", icon="check"),
        Command("steps", translate("Ticket", "Everything that can be done, and why not"), "F4", icon="menu"),
        Command("template", translate("Ticket", "Reply from a template"), "Ctrl+T", icon="template"),
        Command("phrase", translate("Ticket", "Insert a phrase"), "Ctrl+I", icon="note"),
        Command("cite", translate("Ticket", "Cite a rule or an article"), "Ctrl+R", icon="cite"),
        Command("attach", translate("Ticket", "Attach photos or papers"), "Ctrl+Shift+F", icon="add"),
        Command("files", translate("Ticket", "Look at the files beside the ticket"), "Ctrl+Shift+I", icon="article"),
        Command("play", translate("Ticket", "Play the citizen's message or pause"), "F9", icon="play"),
        Command("message_before", translate("Ticket", "The message before"), "Shift+F9", icon="back"),
        Command("slower", translate("Ticket", "Play slower"), "Ctrl+,", icon="back"),
        Command("faster", translate("Ticket", "Play faster"), "Ctrl+.", icon="forward"),
        Command("send", translate("Ticket", "Send what is typed"), "Ctrl+Return", icon="send"),
        Command("discard", translate("Ticket", "Throw away what is typed"), "Ctrl+Shift+Backspace", icon="remove"),
        Command("whole", translate("Ticket", "Go to the ticket it belongs to"), "Alt+Up", icon="up"),
        call_command(),
        follow_command(),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter of a sign-in."""
    from ui.callbacks.message_presenter import MessagePresenter
    from ui.quality.player import make_player
    from ui.ticket.presenter import TicketPresenter

    message = None
    if container.session.may(Permission.CALL_BACK_READ):
        message = MessagePresenter(container.callbacks, container.tasks, make_player)
    presenter = TicketPresenter(container.tasks, container, message)
    presenter.may_call = container.session.may(Permission.CALL_HANDLE)
    return presenter


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.ticket.page import TicketPage
    from ui.ticket.presenter import TicketPresenter

    return TicketPage(cast(TicketPresenter, presenter), context)
