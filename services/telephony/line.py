"""A caller on the exchange inside this process."""

from dataclasses import dataclass, field

from services.contracts.calls import SupervisionMode
from services.telephony.protocol import Talk


@dataclass(slots=True)
class Line:
    """A caller on the exchange.

    ``agent_id`` is who talks with them; ``ringing_id`` whose phone rings; ``outside`` a number that was asked or talks too.
    """

    call_id: str
    agent_id: str = ""
    ringing_id: str = ""
    helper_id: str = ""
    outside: str = ""
    held: bool = False
    muted: bool = False
    recording_paused: bool = False
    pressed: str = ""
    number: str = ""
    supervisors: dict[str, SupervisionMode] = field(default_factory=dict)

    @property
    def third(self) -> bool:
        """Tells whether somebody else was asked, or talks too."""
        return bool(self.helper_id or self.outside)

    def talk(self) -> Talk:
        """Returns how the agent's talk stands."""
        return Talk(
            self.agent_id,
            self.held,
            self.muted,
            self.recording_paused,
            self.helper_id,
            self.outside,
            dict(self.supervisors),
        )
