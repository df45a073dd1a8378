"""What the window calls to have the Wall."""

from collections.abc import Sequence
from typing import cast

from services.contracts.accounts import Permission
from ui.commands import Command
from ui.container import Container
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter
from ui.wall.choices import WallChoices
from ui.wall.presenter import WallPresenter


def commands() -> Sequence[Command]:
    """Declares the page's commands."""
    return [
        Command("acknowledge", translate("Wall", "Take care of the first alarm"), "F2", icon="check"),
        Command("alarms", translate("Wall", "All alarms"), "F3", icon="bad"),
        Command("listen", translate("Wall", "Listen to the agent's call"), "Alt+1", icon="sound"),
        Command("whisper", translate("Wall", "Whisper to the agent"), "Alt+2", icon="sound"),
        Command("join", translate("Wall", "Join the agent's call"), "Alt+3", icon="people"),
        Command("leave_call", translate("Wall", "Leave the agent's call"), "Alt+0", icon="back"),
        Command("move", translate("Wall", "Move the caller to another queue or agent"), "F7", icon="transfer"),
        Command("take", translate("Wall", "Take the caller to my own telephone"), "F8", icon="answer"),
        Command("queue", translate("Wall", "Go to the queue"), "Ctrl+U", icon="waiting"),
        Command("close_queue", translate("Wall", "Close or open a queue"), "F4", icon="lock"),
        Command("skills", translate("Wall", "Change the agent's skills"), "Ctrl+L", icon="edit"),
        Command("put_right", translate("Wall", "Put an agent right"), "Ctrl+R", icon="check"),
        Command("display", translate("Wall", "Wall display"), "F9", icon="full_screen"),
        Command("figures", translate("Wall", "Go to the figures"), "Ctrl+I", icon="wall"),
        Command("graph", translate("Wall", "Go to the graph"), "Ctrl+G", icon="wall"),
        Command("board", translate("Wall", "Go to the agents"), "Ctrl+B", icon="people"),
        Command("find", translate("Wall", "Find an agent"), "Ctrl+F", icon="search"),
        Command("past", translate("Wall", "Figures of a past interval"), "Ctrl+H", icon="calendar"),
        Command("threshold", translate("Wall", "Change T of the service level"), "Ctrl+T", icon="edit"),
        Command("export", translate("Wall", "Export …"), "Ctrl+E", icon="export"),
        Command("export_figures", translate("Wall", "Export the figures"), icon="export"),
        Command("export_board", translate("Wall", "Export the agents"), icon="export"),
        Command("export_graph", translate("Wall", "Save the graph as a picture"), icon="export"),
        Command("offline", translate("Wall", "Show who is off duty"), "Ctrl+O", icon="people"),
        Command("pause", translate("Wall", "Pause the training day, or let it run"), "Ctrl+P", icon="pause"),
        Command("faster", translate("Wall", "Training day: faster"), "Ctrl+.", icon="forward"),
        Command("slower", translate("Wall", "Training day: slower"), "Ctrl+,", icon="back"),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter."""
    may = container.session.may
    return WallPresenter(
        container.wall,
        container.tasks,
        container.live,
        container.training,
        WallChoices(container.remember),
        may_put_right=may(Permission.FLOOR_MANAGE),
        may_control=may(Permission.TRAINING_CONTROL),
        may_take=may(Permission.CALL_HANDLE),
        me=container.session.account.id if container.session.account is not None else "",
    )


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.wall.page import WallPage

    return WallPage(cast(WallPresenter, presenter), context)
