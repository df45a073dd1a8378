"""What the window calls to get Follow-up."""

from collections.abc import Sequence
from typing import cast

from services.contracts.accounts import Permission
from ui.commands import Command
from ui.container import Container
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter
from ui.work.commands import call_command, shared_commands


def commands() -> Sequence[Command]:
    """Declares what can be done in Follow-up."""
    return [
        Command("main", translate("FollowUp", "Write down what the citizen says"), "F2", icon="call"),
        Command("message", translate("FollowUp", "Ask by message, or by telephone after all"), "F7", icon="send"),
        Command("redo", translate("FollowUp", "Have it redone"), "F4", icon="undo"),
        Command("refresh", translate("FollowUp", "Read the list anew"), "F5", icon="refresh"),
        call_command(),
        Command("copy_number", translate("FollowUp", "Copy the telephone number"), "F3", icon="copy"),
        Command("next_citizen", translate("FollowUp", "Next of those who asked"), "Alt+Right", icon="next"),
        Command(
            "previous_citizen", translate("FollowUp", "One before of those who asked"), "Alt+Left", icon="previous"
        ),
        Command("files", translate("FollowUp", "Look at the files beside the ticket"), "Ctrl+Shift+I", icon="article"),
        Command("send", translate("FollowUp", "Send what is typed"), "Ctrl+Return", icon="send"),
        Command("discard", translate("FollowUp", "Throw away what is typed"), "Ctrl+Shift+Backspace", icon="remove"),
        Command("phrase", translate("FollowUp", "Insert a phrase"), "Ctrl+P", icon="note"),
        Command("many", translate("FollowUp", "Do it with all selected"), "Ctrl+B", icon="columns"),
        Command("next_ticket", translate("FollowUp", "Next ticket"), "Alt+Down", icon="next"),
        Command("previous_ticket", translate("FollowUp", "Ticket before"), "Alt+Up", icon="previous"),
        Command("next_list", translate("FollowUp", "Next list"), "Ctrl+PgDown", icon="next"),
        Command("previous_list", translate("FollowUp", "List before"), "Ctrl+PgUp", icon="previous"),
        Command("list", translate("FollowUp", "Back to the list"), "Ctrl+G", icon="menu"),
        Command("open_ticket", translate("FollowUp", "Open the whole ticket"), "Ctrl+O", icon="ticket"),
        *shared_commands(),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter of a sign-in."""
    from ui.followup.presenter import FollowUpPresenter

    presenter = FollowUpPresenter(container.tasks, container, container.supervision)
    presenter.may_call = container.session.may(Permission.CALL_HANDLE)
    return presenter


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.followup.page import FollowUpPage
    from ui.followup.presenter import FollowUpPresenter

    return FollowUpPage(cast(FollowUpPresenter, presenter), context)
