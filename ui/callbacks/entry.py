"""What the window calls to get Call-backs."""

from collections.abc import Sequence
from typing import cast

from ui.commands import Command
from ui.container import Container
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter


def commands() -> Sequence[Command]:
    """Declares what can be done with call-backs."""
    return [
        Command("call", translate("CallBacks", "Take it and call"), "F2", icon="call"),
        Command("reached", translate("CallBacks", "Reached"), "F4", icon="check"),
        Command("not_reached", translate("CallBacks", "Not reached"), "F7", icon="end"),
        Command("release", translate("CallBacks", "Give it back"), "F8", icon="undo"),
        Command("give_up", translate("CallBacks", "Close it without a talk"), "Ctrl+D", icon="remove"),
        Command("play", translate("CallBacks", "Play the message or pause"), "F9", icon="play"),
        Command("message_before", translate("CallBacks", "The message before"), "Shift+F9", icon="back"),
        Command("slower", translate("CallBacks", "Play slower"), "Ctrl+,", icon="back"),
        Command("faster", translate("CallBacks", "Play faster"), "Ctrl+.", icon="forward"),
        Command("other_list", translate("CallBacks", "The next list"), "Ctrl+PgDown", icon="next"),
        Command("told", translate("CallBacks", "The citizen was told"), "Ctrl+Return", icon="check"),
        Command("open_ticket", translate("CallBacks", "Open the ticket"), "Ctrl+O", icon="ticket"),
        Command("new_ticket", translate("CallBacks", "Write a ticket"), "Ctrl+N", icon="add"),
        Command("refresh", translate("CallBacks", "Read the list anew"), "F5", icon="refresh"),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter of a sign-in."""
    from services.contracts.accounts import Permission
    from services.contracts.channels import OutgoingState
    from ui.callbacks.presenter import CallBacksPresenter
    from ui.quality.player import make_player
    from ui.settings.channels.outgoing_presenter import OutgoingPresenter

    replies = None
    if container.session.may(Permission.MESSAGE_MANAGE):
        replies = OutgoingPresenter(container, state=OutgoingState.CALL_BACK, every_channel=True)
    return CallBacksPresenter(
        container.tasks, container.callbacks, container.live, container.session, make_player, replies
    )


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.callbacks.page import CallBacksPage
    from ui.callbacks.presenter import CallBacksPresenter

    return CallBacksPage(cast(CallBacksPresenter, presenter), context)
