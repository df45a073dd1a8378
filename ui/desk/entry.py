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
        Command("reject", translate("Desk", "Turn the ring down, with a reason"), "Shift+F2", icon="end"),
        Command("hold", translate("Desk", "Hold or resume; let go of who was asked"), "F4", icon="hold"),
        Command("mute", translate("Desk", "Mute or unmute"), "F5", icon="mute"),
        Command("transfer", translate("Desk", "Transfer; hand over to who was asked"), "F7", icon="transfer"),
        Command("consult", translate("Desk", "Ask somebody first, the caller on hold"), "Shift+F7", icon="people"),
        Command("conference", translate("Desk", "Conference; take the caller in"), "F8", icon="conference"),
        Command("uninvite", translate("Desk", "Take an invitation back that still rings"), "Shift+F8", icon="close"),
        Command("help", translate("Desk", "Ask a lead for help"), "Shift+F1", icon="follow"),
        Command("dial", translate("Desk", "Call a number"), "Ctrl+D", icon="call"),
        Command("call_wish", translate("Desk", "Call who asked to be called instead of waiting"), "Alt+D", icon="call"),
        Command("keys", translate("Desk", "Send keypad tones"), "Ctrl+Shift+K", icon="keyboard"),
        Command("park", translate("Desk", "Park the caller; take a parked one back"), "Shift+F4", icon="waiting"),
        Command("recording", translate("Desk", "Recording: keep a secret out, go on"), "Shift+F5", icon="pause"),
        Command("silent", translate("Desk", "Silent call: what to say"), "Ctrl+Shift+S", icon="mute"),
        Command("report", translate("Desk", "Report the caller as harassing"), "Ctrl+Shift+H", icon="bad"),
        Command("police", translate("Desk", "Talk of three with 110 (police)"), "Alt+1", icon="bad"),
        Command("ambulance", translate("Desk", "Talk of three with 120 (ambulance)"), "Alt+2", icon="bad"),
        Command("fire", translate("Desk", "Talk of three with 119 (fire)"), "Alt+9", icon="bad"),
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
        Command("play", translate("Desk", "Play the citizen's message or pause"), "Ctrl+F9", icon="play"),
        Command("message_before", translate("Desk", "The message before"), "Shift+F9", icon="back"),
        Command("slower", translate("Desk", "Play slower"), "Ctrl+,", icon="back"),
        Command("faster", translate("Desk", "Play faster"), "Ctrl+.", icon="forward"),
        Command("form", translate("Desk", "Back to the form"), "Ctrl+G", icon="ticket"),
        Command("queue", translate("Desk", "Waiting callers"), "Ctrl+Shift+W", icon="waiting"),
        Command("mine", translate("Desk", "My tickets today"), "Ctrl+Shift+M", icon="ticket"),
    ]


def make_presenter(container: Container) -> Presenter:
    """Makes the presenter of a sign-in."""
    from ui.callbacks.message_presenter import MessagePresenter
    from ui.quality.player import make_player

    message = MessagePresenter(container.callbacks, container.tasks, make_player)
    return DeskPresenter(container.tasks, container, message)


def make_page(presenter: Presenter, context: PageContext) -> Page:
    """Makes the page."""
    from ui.desk.page import DeskPage

    return DeskPage(cast(DeskPresenter, presenter), context)
