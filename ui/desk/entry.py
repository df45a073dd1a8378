"""What the window calls to get the desk."""

from collections.abc import Sequence
from typing import cast

from ui.commands import Command
from ui.container import Container
from ui.desk.presenter import DeskPresenter
from ui.language import translate
from ui.page import Page, PageContext
from ui.presenter import Presenter


def commands() -> Sequence[Command]:
    """Declares what can be done on the desk."""
    return [
        Command("answer", translate("Desk", "Answer"), "F2", icon="answer"),
        Command("hold", translate("Desk", "Hold or resume"), "F4", icon="hold"),
        Command("mute", translate("Desk", "Mute or unmute"), "F5", icon="mute"),
        Command("transfer", translate("Desk", "Transfer"), "F7", icon="transfer"),
        Command("conference", translate("Desk", "Conference"), "F8", icon="conference"),
        Command("end", translate("Desk", "End the call"), "F12", icon="end"),
        Command("ready", translate("Desk", "On duty, ready for calls"), "F9", icon="check"),
        Command("extend", translate("Desk", "Extend the wrap-up"), "F10", icon="wrap_up"),
        Command("break", translate("Desk", "Take a break"), "Ctrl+B", icon="break"),
        Command("training", translate("Desk", "Go into training"), icon="training"),
        Command("off_duty", translate("Desk", "Go off duty"), icon="sign_out"),
        Command("take_over", translate("Desk", "Take over from my other console")),
        Command("wrap_up_code", translate("Desk", "Choose the wrap-up code"), "Ctrl+W", icon="wrap_up"),
        Command("file_answer", translate("Desk", "Answer at once and close"), "Ctrl+Return", icon="check"),
        Command("file_accept", translate("Desk", "File for dispatch"), "Ctrl+Shift+Return", icon="send"),
        Command("file_dispatch", translate("Desk", "Dispatch to the department"), "Ctrl+Alt+Return", icon="send"),
        Command("save_draft", translate("Desk", "Put the draft aside"), "Ctrl+S", icon="save"),
        Command("template", translate("Desk", "Apply a template"), "Ctrl+T", icon="template"),
        Command("phrase", translate("Desk", "Insert a phrase"), "Ctrl+P", icon="note"),
        Command("new", translate("Desk", "New ticket"), "Ctrl+N", icon="add"),
        Command("drafts", translate("Desk", "Open drafts"), "Ctrl+O", icon="history"),
        Command("discard", translate("Desk", "Throw the draft away"), "Ctrl+Shift+Backspace", icon="remove"),
        Command("caller", translate("Desk", "Edit the caller"), "Ctrl+I", icon="person"),
        Command("earlier", translate("Desk", "Earlier contacts"), "Ctrl+H", icon="history"),
        Command("knowledge", translate("Desk", "Search the knowledge base"), "F3", icon="knowledge"),
        Command("cite", translate("Desk", "Cite the open article"), "Ctrl+Shift+C", icon="cite"),
        Command("duplicates", translate("Desk", "Likely duplicates"), "Ctrl+J", icon="copy"),
        Command("as_note", translate("Desk", "Add as a remark to the likely duplicate"), "Ctrl+Shift+J", icon="note"),
        Command("attach", translate("Desk", "Attach to the likely duplicate"), "Ctrl+Shift+I", icon="link"),
        Command("emergency", translate("Desk", "Danger: pass on at once"), "Ctrl+E", icon="bad"),
        Command("form", translate("Desk", "Back to the form"), "Ctrl+G", icon="ticket"),
        Command("queue", translate("Desk", "Waiting callers"), "Ctrl+Shift+W", icon="waiting"),
        Command("mine", translate("Desk", "My tickets today"), "Ctrl+Shift+M", icon="ticket"),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter of a sign-in."""
    return DeskPresenter(container.tasks, container)


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.desk.page import DeskPage

    return DeskPage(cast(DeskPresenter, presenter), context)
