"""What a channel's connection met, in words."""

from services.contracts.channels import Channel, ChannelState
from ui.language import translate
from widgets.theme import Tone


def problem_words(problem: str) -> str:
    """Returns a short technical word of the server as a sentence for people; one that is not known as it is."""
    known = {
        "not set up": translate("Settings", "not set up yet"),
        "gaierror": translate("Settings", "there is no server of this name"),
        "ConnectionRefusedError": translate(
            "Settings", "the server refuses the connection: wrong port, or it does not run"
        ),
        "ConnectionResetError": translate("Settings", "the server hung up: wrong port or encryption"),
        "TimeoutError": translate("Settings", "the server does not answer"),
        "SSLError": translate("Settings", "encryption failed: wrong port or kind of encryption"),
        "SSLCertVerificationError": translate("Settings", "the server's certificate is not trusted"),
        "LoginError": translate("Settings", "user or password is refused"),
        "SMTPAuthenticationError": translate("Settings", "user or password is refused"),
        "no such folder": translate("Settings", "there is no such folder on the server"),
        "not allowed": translate("Settings", "the server may not read and write there"),
        "disconnected": translate("Settings", "the server hung up"),
        "Not authorized": translate("Settings", "user or password is refused"),
        "Bad user name or password": translate("Settings", "user or password is refused"),
    }
    return known.get(problem) or known.get(problem.split(" ")[0], problem)


def check_words(what: str, problem: str) -> str:
    """Returns what was tried and what came of it."""
    name = {
        "imap": translate("Settings", "Mailbox"),
        "smtp": translate("Settings", "Sending"),
        "broker": translate("Settings", "Broker"),
        "folder": translate("Settings", "Folder"),
    }.get(what, what)
    result = problem_words(problem) if problem else translate("Settings", "works")
    return translate("Settings", "{what}: {limit}").format(what=name, limit=result)


def aside_words(reason: str) -> str:
    """Returns why an e-mail was put aside; a reason that is not known as it is."""
    return {
        "unreadable": translate("Settings", "could not be read"),
        "too_large": translate("Settings", "too large"),
        "rate": translate("Settings", "too many from this sender within an hour"),
        "own_address": translate("Settings", "from an address of our own"),
        "loop": translate("Settings", "a message of ours that came back"),
        "null_sender": translate("Settings", "has no sender who could be answered"),
        "report": translate("Settings", "report of a mail server"),
        "auto_submitted": translate("Settings", "sent by a program"),
        "auto_reply": translate("Settings", "automatic reply"),
        "auto_subject": translate("Settings", "automatic reply, by its subject"),
        "suppress": translate("Settings", "wants no automatic reply"),
        "precedence": translate("Settings", "bulk mail"),
        "list": translate("Settings", "from a mailing list"),
        "machine": translate("Settings", "from an address that programs send from"),
    }.get(reason, reason)


def is_broken(state: ChannelState) -> bool:
    """Whether the last that a connection met was trouble."""
    if not state.enabled or not state.problem or state.problem_at is None:
        return False
    return state.reached_at is None or state.reached_at < state.problem_at


def health_words(state: ChannelState) -> str:
    """Returns how a channel is, in a word."""
    if not state.enabled:
        return translate("Settings", "closed")
    if is_broken(state):
        return translate("Settings", "in trouble")
    if state.failed:
        return translate("Settings", "not all is sent")
    if state.aside:
        is_mail = state.channel is Channel.EMAIL
        return translate("Settings", "not all could be read") if is_mail else translate("Settings", "files wait")
    return translate("Settings", "open")


def health_tone(state: ChannelState) -> Tone:
    """Returns its colour."""
    if not state.enabled:
        return Tone.QUIET
    if is_broken(state):
        return Tone.BAD
    return Tone.WARN if state.failed or state.aside else Tone.GOOD


def trouble_words(state: ChannelState) -> str:
    """Returns what is wrong with a channel; nothing where nothing is."""
    parts = []
    if is_broken(state):
        parts.append(problem_words(state.problem))
    if state.failed:
        words = translate("Settings", "{count} messages were given up: {why}")
        parts.append(words.format(count=state.failed, why=problem_words(state.failure) or "–"))
    if state.aside:
        words = translate("Settings", "files wait, because nothing says what their columns are: {count}")
        if state.channel is Channel.EMAIL:
            words = translate("Settings", "e-mail that could not be read was put aside: {count}")
        parts.append(words.format(count=state.aside))
    return "; ".join(parts)
