"""Where three talk: the part of extensions.conf, and confbridge.conf."""

from collections.abc import Iterator

from services.contracts.calls import SupervisionMode
from services.telephony.asterisk.configuration import breath
from services.telephony.asterisk.configuration.plan import Plan
from services.telephony.asterisk.leads import OPTIONS
from services.telephony.asterisk.names import SPIED, VISIT


def contexts() -> Iterator[str]:
    """Yields the lines of a conference."""
    yield "; ---- Three talk. The citizen's part ends with the last agent's (confbridge.conf)."
    yield "[tongfu-conference]"
    yield "exten => citizen,1,ConfBridge(${TONGFU_CALL},tongfu,tongfu-citizen)"
    yield " same => n,Goto(tongfu-after,s,1)"
    yield f"exten => agent,1,{breath.BEGINS}"
    yield " same => n,ConfBridge(${TONGFU_CALL},tongfu,tongfu-agent)"
    yield " same => n,Hangup()"
    yield "; A lead who speaks with all three, and one who only listens, or whispers to the agent, again."
    yield f"exten => lead,1,ConfBridge(${{{VISIT}}},tongfu,tongfu-lead)"
    yield " same => n,Hangup()"
    for mode in (SupervisionMode.LISTEN, SupervisionMode.WHISPER):
        yield f"exten => lead-{mode.value},1,ChanSpy(${{{SPIED}}},qdES{OPTIONS[mode]})"
        yield " same => n,Hangup()"
    yield ""


def confbridge(plan: Plan) -> str:  # noqa: ARG001 - one shape for all files
    """Returns confbridge.conf."""
    return """[general]

[tongfu]
type = bridge
max_members = 6

; An agent keeps the conference open.
[tongfu-agent]
type = user
marked = yes
quiet = yes
dtmf_passthrough = yes

; When the last agent has gone, the citizen's part ends as well, and they are not left alone with music.
[tongfu-citizen]
type = user
end_marked = yes
wait_marked = no
quiet = yes
music_on_hold_when_empty = yes
dtmf_passthrough = yes

; A lead goes with the last agent, and keeps nobody in.
[tongfu-lead]
type = user
end_marked = yes
wait_marked = no
quiet = yes
"""
