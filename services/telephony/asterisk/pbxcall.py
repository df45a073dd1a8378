"""A citizen's channel at Asterisk, and what is read of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.contracts.text import clean_number, number_key
from services.telephony.protocol import Value

Event = Mapping[str, Any]
PAUSED_BY_US = "tongfu"
"""What our own reasons for a pause begin with."""
ENDING = "ending"
"""Of a call that our server ends: its citizen is on the way from the music to the question how it was."""
_LONGEST_NUMBER = 32


@dataclass
class PbxCall:
    """A citizen's channel and who is with it."""

    id: str
    channel: str
    number: str = ""
    skill: str = ""
    since: float = 0.0
    """Asterisk's second since 1970 in which the call came."""
    connected_at: float = 0.0
    """Asterisk's second in which the agent answered, of a call that was found so."""
    waiting: bool = True
    ringing: dict[str, str] = field(default_factory=dict)
    """The agent's channel by extension."""
    agent: str = ""
    agent_channel: str = ""
    helper: str = ""
    helper_channel: str = ""
    outside: str = ""
    """The number outside that was asked, or talks too; ``helper`` is empty then."""
    expected: str = ""
    """The unique id of the channel on which somebody else is being called."""
    consulting: bool = False
    """The citizen is put aside with music while the agent asks somebody."""
    parked: bool = False
    outward: str = ""
    """The number outside to which the citizen is being sent on."""
    held: bool = False
    aside: bool = False
    """Asterisk plays the music on hold itself, and has parted the two; ``held`` alone: the agent's telephone holds."""
    presses: bool = False
    """The agent's telephone holds by itself, whatever the citizen hears of it."""
    helper_presses: bool = False
    """So does the telephone of who was asked."""
    put_aside: bool = False
    """Hold was asked for while somebody was rung, and not taken back since: where they do not come, it goes on."""
    muted: bool = False
    recording_paused: bool = False
    unrecorded: bool = False
    """Found with an agent on whose channel nothing is recorded: they were asked, and the one before has gone unheard."""
    answered: bool = False
    leaving: str = ""
    """``transfer`` while our server sends it elsewhere, :data:`ENDING` while it ends it; else who ends it, once that is known."""

    met: bool = False
    """Citizen and agent came into a conference with somebody else, where the agent's telephone stays until it is hung up."""
    outgoing: bool = False
    picked_up: bool = False
    """Of a number that an agent calls: the agent's own telephone was picked up, so that the number is called."""
    language: str = ""
    """What the caller asked for by a key, where it is not the house's own."""
    queue: str = ""
    """The queue in which it stands, which may be one person's own."""
    came_over: float = 0.0
    """The second in which a lead moved it to the queue it stands in; 0 where it is in its first one."""

    @property
    def connected(self) -> bool:
        """Tells whether an agent has the citizen."""
        return bool(self.agent)

    @property
    def third(self) -> bool:
        """Tells whether somebody else was asked and is there, or talks too."""
        return bool(self.helper_channel)

    @property
    def together(self) -> bool:
        """Tells whether three talk, the citizen too."""
        return self.third and not self.consulting

    def third_party(self) -> dict[str, Value]:
        """Returns who else was asked, as a fact says it."""
        return {"helper": self.helper} if self.helper else {"number": self.outside}


def number_of(raw: object) -> str:
    """Returns a caller's number as it is kept; empty where it is withheld or no number at all.

    Sixty digits or a word are what scanners send: the digits are cut, the word is dropped.
    """
    text = str(raw or "")
    if text.lower() in ("", "<unknown>", "anonymous", "unknown", "restricted", "unavailable", "private"):
        return ""
    cleaned = clean_number(text)
    return cleaned[:_LONGEST_NUMBER] if any(sign.isdigit() for sign in number_key(cleaned)) else ""
