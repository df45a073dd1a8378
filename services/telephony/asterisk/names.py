"""How our calls, people and skills are called inside Asterisk. Everything that meets there goes through this page."""

import re

QUEUE_PREFIX = "tongfu-"
PERSONAL = "agent-"
"""``tongfu-agent-1001`` is the queue of one agent, for callers who are sent to exactly this person."""
WISH_KEY = "1"
"""What a waiting caller presses to be called back."""
WISH_CONTEXT, TELL_CONTEXT = "tongfu-callback", "tongfu-tell"
WISHES = "tongfu-wish"
"""Family of Asterisk's own database in which wishes stand until our server has taken them."""
DOOR_CONTEXT = "tongfu-door"
CLOSED, TURNED = "tongfu-closed", "tongfu-turned"
"""Families of queues that take no new callers, and of calls to them that our server has not counted yet."""
MESSAGE_KEY = "2"
"""What a waiting caller presses to leave a message."""
MESSAGE_CONTEXT, MESSAGES = "tongfu-message", "tongfu-left"
"""The family is of calls that left a message, or began to, until our server has taken them."""
DONE = "done"
LIMITS, MESSAGE_LIMIT = "tongfu-limit", "message"
"""Family of what our server allows: the seconds of a message."""
MESSAGE_FILE = ".message.wav"
SHUT_CONTEXT = "tongfu-shut"
PLANS = "tongfu-plan"
"""Family of the stretches in which queues are closed by their plans: by skill and day of UTC."""
AWAY = "away"
"""What is said of a waiting caller who is taken out of the queue because it is closed."""
EMERGENCIES = ("110", "119", "120")
"""Who sees the citizen's own number; everybody else outside sees the hotline's."""
LANGUAGE = "TONGFU_LANGUAGE"
"""On a caller's channel: the language that they asked for, where it is not the house's own."""
WRITTEN = "TONGFU_WRITTEN"
"""A global of the dialplan: what the configuration was written of (:mod:`.configuration.mark`)."""
MARKS = "tongfu-mark"
"""Family of the marks that citizens gave after their talks, until our server has taken them: by call, the mark and the second."""
BLOCKED_CONTEXT = "tongfu-blocked"
BLOCKS, REFUSALS = "tongfu-block", "tongfu-refused"
"""Families of blocked numbers, and of calls that were refused and that our server has not counted yet."""
BREATH_CONTEXT, BREATH, BREATHES = "tongfu-breath", "tongfu breath", "TONGFU_BREATH_"
"""An agent's breath after a talk that no queue knows to be over: the pause's reason, and the global, by extension, of what lasts still."""
BY_TELEPHONE, MISSED = "by telephone", "Auto-Pause"
"""The reasons of pauses that are not ours: an agent's own, dialled on the telephone, and Asterisk's after a missed ring."""
MUTED, UNRECORDED = "TONGFU_MUTED", "TONGFU_UNRECORDED"
"""Written on an agent's channel while it is silenced, and while its recording is: our server may be another one when it has to know."""
STANDS = "TONGFU_STANDS"
"""On a caller's channel: the priority with which they stand in their queue, for who leaves it and comes back to their place."""
CALLED = "TONGFU_CALLED"
"""On the channel of a citizen whom an agent has called, once they are elsewhere than with this agent alone: the call.

In the queue log it stands too (``CALLED``), before the lines of such a citizen, whose channel's own id is not that of the call.
"""
CALLED_LINE = "CALLED"
ASKED = "third-"
"""What the ids of channels begin with on which somebody is asked to a call."""
THIRD = "TONGFU_THIRD"
"""On the channel of whoever was asked to a call: the extension or the number outside."""
VISIT, VISIT_MODE, SPIED = "TONGFU_VISIT", "TONGFU_MODE", "TONGFU_SPIED"
"""On a lead's channel: the call, how they are in it, and on whose channel they hear it."""
_CALL = re.compile(r"pbx-(\d+)-(\d+)")
_ANY_CALL = re.compile(r"[0-9A-Za-z_-]{1,64}")
_ENDPOINT = re.compile(r"agent(\d+)")
_CHANNEL = re.compile(r"PJSIP/(.+)-[0-9a-f]{8,}(?:<.*)?")
_SKILL = re.compile(r"[a-z][a-z0-9_]*")


def queue_of(skill: str) -> str:
    """Returns the queue in which callers wait for a skill."""
    return QUEUE_PREFIX + skill


def personal_queue(extension: str) -> str:
    """Returns the queue in which a caller waits for one agent."""
    return f"{QUEUE_PREFIX}{PERSONAL}{extension}"


def skill_of(queue: str) -> str:
    """Returns the skill of a queue; empty for a personal queue, and for queues that are not ours."""
    name = queue.removeprefix(QUEUE_PREFIX)
    return "" if name == queue or name.startswith(PERSONAL) else name


def is_skill(key: str) -> bool:
    """Tells whether a skill's key can name a queue and a place in the dialplan."""
    return _SKILL.fullmatch(key) is not None and not key.startswith("agent")


def call_of(unique_id: str) -> str:
    """Returns our id of the call on a caller's channel (``1700000000.12`` → ``pbx-1700000000-12``)."""
    return "pbx-" + unique_id.replace(".", "-")


def unique_of(call_id: str) -> str:
    """Returns the channel's own id; empty for calls of another exchange."""
    found = _CALL.fullmatch(call_id)
    return f"{found[1]}.{found[2]}" if found else ""


def is_call(call_id: str) -> bool:
    """Tells whether this can be a call's id: the channel's, or one that an agent's console has given."""
    return _ANY_CALL.fullmatch(call_id) is not None


def endpoint_of(extension: str) -> str:
    """Returns the SIP account of an extension."""
    return f"agent{extension}"


def interface_of(extension: str) -> str:
    """Returns what Asterisk dials to ring an extension."""
    return f"PJSIP/{endpoint_of(extension)}"


def extension_of(interface: str) -> str:
    """Returns the extension behind an interface, or a channel's name; empty where it is no agent's."""
    channel = _CHANNEL.fullmatch(interface)
    found = _ENDPOINT.fullmatch(channel[1] if channel else interface.removeprefix("PJSIP/"))
    return found[1] if found else ""
