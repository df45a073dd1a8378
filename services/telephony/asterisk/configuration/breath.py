"""The part of extensions.conf in which an agent breathes after a talk that no queue knows to be over.

A queue lets who talked by it breathe (``wrapuptime``). It does not hear of the end of a number that an agent called, of a
colleague's part in a call, and of a talk that went on outside of the queue, in a held place or a conference: Asterisk would ring
them again before our server's pause for the wrap-up arrives. So the telephone itself is paused as it is put down, while it is
still engaged. Our server takes the pause over by its own; where it is not there, the pause ends by itself.
"""

from collections.abc import Iterator

from services.telephony.asterisk.configuration.plan import Plan
from services.telephony.asterisk.names import BREATH, BREATH_CONTEXT, BREATHES, interface_of, queue_of

_BREATHING = f"{BREATH_CONTEXT}-goes-by"
BEGINS = f"Set(CHANNEL(hangup_handler_wipe)={BREATH_CONTEXT},s,1)"
"""On the agent's channel: what is done when it ends. Said again it is done once all the same."""


def contexts(plan: Plan) -> Iterator[str]:
    """Yields the lines of a breath."""
    yield "; ---- A telephone is put down whose talk no queue knows to be over: who could be rung by then is paused for some seconds,"
    yield "; until our server says what they do next. Who is paused already stays so."
    yield f"[{BREATH_CONTEXT}]"
    yield "exten => s,1,Set(TONGFU_DESK=${CUT(CHANNEL,-,1)})"
    for key, _ in plan.skills:
        yield f' same => n,GotoIf($["${{QUEUE_MEMBER({queue_of(key)},paused,${{TONGFU_DESK}})}}" = "0"]?free)'
    yield " same => n,Return()"
    extension = "${FILTER(0-9,${TONGFU_DESK})}"
    yield f" same => n(free),Set(GLOBAL({BREATHES}{extension})=${{UNIQUEID}})"
    yield f" same => n,PauseQueueMember(,${{TONGFU_DESK}},,{BREATH})"
    yield f" same => n,Originate(Local/{extension}*${{UNIQUEID}}@{_BREATHING}/n,exten,{_BREATHING},s,1)"
    yield " same => n,Return()"
    yield ""
    yield f"[{_BREATHING}]"
    yield "; What only waits is no call: no line is written of it."
    yield "exten => s,1,Set(CDR_PROP(disable)=1)"
    yield f" same => n,Wait({plan.breath_seconds + 2})"
    yield "exten => _X.,1,Answer()"
    yield " same => n,Set(CDR_PROP(disable)=1)"
    yield f" same => n,Wait({plan.breath_seconds})"
    yield "; Our server has said something else meanwhile, or they breathe anew."
    extension = "${CUT(EXTEN,*,1)}"
    yield f' same => n,GotoIf($["${{GLOBAL({BREATHES}{extension})}}" != "${{CUT(EXTEN,*,2)}}"]?end)'
    yield f" same => n,Set(GLOBAL({BREATHES}{extension})=)"
    yield f" same => n,UnpauseQueueMember(,{interface_of(extension)})"
    yield " same => n(end),Hangup()"
    yield ""
