"""The part of extensions.conf that asks whether a queue takes new callers; it needs nobody but Asterisk.

A closed queue stands in Asterisk's own database as ``TREATMENT:END``, by skill (END 0: until it is taken out). Asterisk itself
compares the end with its clock, so that a closing holds, and ends, also while our server is away. Only who comes new is asked:
who waits, or is put back into a queue, passes by here.
"""

from collections.abc import Iterator

from services.contracts.opening import ClosedTreatment
from services.telephony.asterisk.configuration.plan import Plan
from services.telephony.asterisk.names import CLOSED, DOOR_CONTEXT, MESSAGE_CONTEXT, TURNED

CONTEXT = "tongfu-open"
"""Where a new caller is sent, with the skill as the extension."""


def contexts(plan: Plan) -> Iterator[str]:
    """Yields the lines of the check."""
    yield "; ---- Does the queue take new callers? Who waits already does not come by here."
    yield f"[{CONTEXT}]"
    for key, _ in plan.skills:
        yield f"exten => {key},1,Set(TONGFU_SKILL={key})"
        yield f" same => n,Goto({DOOR_CONTEXT},s,1)"
    yield ""
    yield f"[{DOOR_CONTEXT}]"
    yield f"exten => s,1,Set(TONGFU_DOOR=${{DB({CLOSED}/${{TONGFU_SKILL}})}})"
    yield ' same => n,GotoIf($["${TONGFU_DOOR}" = ""]?open)'
    yield " same => n,Set(TONGFU_END=${CUT(TONGFU_DOOR,:,2)})"
    yield "; Its end has come, whether our server has taken it out or not."
    yield ' same => n,GotoIf($["${TONGFU_END}" != "0" & 0${TONGFU_END} <= ${EPOCH}]?open)'
    yield " same => n,Set(TONGFU_FROM=${FILTER(+0-9,${CALLERID(num)})})"
    yield " same => n,Set(TONGFU_TREAT=${CUT(TONGFU_DOOR,:,1)})"
    yield "; Who hides their number cannot be called back."
    hidden = f'"${{TONGFU_FROM}}" = "" & "${{TONGFU_TREAT}}" = "{ClosedTreatment.CALL_BACK}"'
    yield f" same => n,ExecIf($[{hidden}]?Set(TONGFU_TREAT={ClosedTreatment.ANNOUNCE}))"
    yield "; Written down first, and told; our server takes it off once it has counted it."
    said = "${TONGFU_FROM}:${TONGFU_SKILL}:${TONGFU_TREAT}:${EPOCH}"
    yield f" same => n,Set(DB({TURNED}/${{TONGFU_CALL}})={said})"
    yield f" same => n,UserEvent(TongfuTurned,Call: ${{TONGFU_CALL}},Said: {said})"
    yield f' same => n,GotoIf($["${{TONGFU_TREAT}}" = "{ClosedTreatment.MESSAGE}"]?message)'
    if "closed-callback" in plan.prompts:
        yield f' same => n,GotoIf($["${{TONGFU_TREAT}}" != "{ClosedTreatment.CALL_BACK}"]?told)'
        yield " same => n,Playback(tongfu/closed-callback)"
        yield " same => n,Hangup()"
    if "closed" in plan.prompts:
        yield " same => n(told),Playback(tongfu/closed)"
        yield " same => n,Hangup()"
    else:
        yield " same => n(told),Hangup(21)"
    yield " same => n(message),NoOp()"
    if "closed-message" in plan.prompts:
        yield " same => n,Playback(tongfu/closed-message)"
    yield f" same => n,Goto({MESSAGE_CONTEXT},s,1)"
    yield " same => n(open),Goto(tongfu-queue,${TONGFU_SKILL},1)"
    yield ""
