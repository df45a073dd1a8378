"""What the window calls to get Tasks."""

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
    """Declares what a handler can do."""
    return [
        Command("main", translate("Tasks", "Sign for it, acknowledge, or reply"), "F2", icon="check"),
        Command("contact", translate("Tasks", "Citizen contacted"), "F3", icon="call"),
        Command("record", translate("Tasks", "Record what was done"), "F4", icon="note"),
        Command("refresh", translate("Tasks", "Read the lists anew"), "F5", icon="refresh"),
        Command("delegate", translate("Tasks", "Delegate to a unit below"), "F7", icon="down"),
        Command("reply", translate("Tasks", "Reply"), "F8", icon="send"),
        Command("return", translate("Tasks", "Return with a reason"), "F9", icon="undo"),
        Command("extension", translate("Tasks", "Ask for an extension"), "F10", icon="calendar"),
        Command("assign", translate("Tasks", "Assign to a colleague"), "Ctrl+J", icon="person"),
        Command("escalate", translate("Tasks", "Escalate to the unit above"), "Ctrl+E", icon="up"),
        Command("suspend", translate("Tasks", "Suspend until a date"), "Ctrl+D", icon="hold"),
        Command("resume", translate("Tasks", "Resume"), "Ctrl+Shift+R", icon="resume"),
        Command("split", translate("Tasks", "Split into parts"), "Ctrl+Shift+P", icon="columns"),
        Command("ask_assist", translate("Tasks", "Ask a unit to assist"), "Ctrl+Shift+A", icon="people"),
        Command("acknowledge", translate("Tasks", "Acknowledge the emergency"), "Ctrl+Shift+K", icon="bad"),
        Command("template", translate("Tasks", "Reply from a template"), "Ctrl+T", icon="template"),
        Command("phrase", translate("Tasks", "Insert a phrase"), "Ctrl+P", icon="note"),
        Command("cite", translate("Tasks", "Cite a rule or an article"), "Ctrl+R", icon="cite"),
        Command("attach", translate("Tasks", "Attach photos or papers"), "Ctrl+Shift+F", icon="add"),
        Command("files", translate("Tasks", "Look at the files beside the ticket"), "Ctrl+Shift+I", icon="article"),
        Command("send", translate("Tasks", "Send what is typed"), "Ctrl+Return", icon="send"),
        Command("discard", translate("Tasks", "Throw away what is typed"), "Ctrl+Shift+Backspace", icon="remove"),
        Command("many", translate("Tasks", "Do it with all selected"), "Ctrl+B", icon="columns"),
        Command("next_ticket", translate("Tasks", "Next ticket"), "Alt+Down", icon="next"),
        Command("previous_ticket", translate("Tasks", "Ticket before"), "Alt+Up", icon="previous"),
        Command("next_list", translate("Tasks", "Next list"), "Ctrl+PgDown", icon="next"),
        Command("previous_list", translate("Tasks", "List before"), "Ctrl+PgUp", icon="previous"),
        Command("list", translate("Tasks", "Back to the list"), "Ctrl+G", icon="menu"),
        Command("open_ticket", translate("Tasks", "Open the whole ticket"), "Ctrl+O", icon="ticket"),
        *shared_commands(),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter of a sign-in."""
    from ui.tasks.presenter import TasksPresenter

    presenter = TasksPresenter(container.tasks, container)
    presenter.may_call = container.session.may(Permission.CALL_HANDLE)
    return presenter


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.tasks.page import TasksPage
    from ui.tasks.presenter import TasksPresenter

    return TasksPage(cast(TasksPresenter, presenter), context)
