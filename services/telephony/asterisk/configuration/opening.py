"""The part of extensions.conf that asks whether a queue takes new callers; it needs nobody but Asterisk.

A closed queue stands in Asterisk's own database as ``TREATMENT:END:TO:WHY``, by skill (END 0: until it is taken out). The hours in which
queues are closed by their plans stand there for weeks ahead (:mod:`services.telephony.asterisk.stretches`). Asterisk itself compares
both with its clock, so that they hold, and end, also while our server is away. Only who comes new is asked, and who is taken out of
a queue because it is closed: who waits, or is put back into a queue, passes by here.
"""

from collections.abc import Iterator

from services.contracts.plans import Outside, Why
from services.telephony.asterisk.configuration.blocking import number_key
from services.telephony.asterisk.configuration.plan import Plan
from services.telephony.asterisk.names import (
    AWAY,
    CLOSED,
    DOOR_CONTEXT,
    MESSAGE_CONTEXT,
    PLANS,
    QUEUE_PREFIX,
    SHUT_CONTEXT,
    TURNED,
)

CONTEXT = "tongfu-open"
"""Where a new caller is sent, with the skill as the extension."""
_RING_SECONDS = 45


def let_out() -> Iterator[str]:
    """Yields what follows when a waiting caller was taken out of a closed queue; what they get stands in ``TONGFU_DOOR``."""
    yield "; The queue is closed and nobody is there any more: they are told, and called back or sent on."
    yield f' same => n,GotoIf($["${{QUEUESTATUS}}" = "WITHDRAW" & "${{QUEUE_WITHDRAW_INFO}}" = "{AWAY}"]?{DOOR_CONTEXT},s,away)'


def contexts(plan: Plan) -> Iterator[str]:
    """Yields the lines of the check."""
    yield "; ---- Does the queue take new callers? Who waits already does not come by here."
    yield f"[{CONTEXT}]"
    for key, _ in plan.skills:
        yield f"exten => {key},1,Set(TONGFU_SKILL={key})"
        yield f" same => n,Goto({DOOR_CONTEXT},s,1)"
    yield ""
    yield from _shut()
    yield from _door()
    yield from _told(plan)
    yield from _onward(plan)
    yield " same => n(open),Goto(tongfu-queue,${TONGFU_SKILL},1)"
    yield ""


def _shut() -> Iterator[str]:
    """Is a queue closed? What those get who call it stands in ``TONGFU_DOOR`` then, else nothing."""
    yield f"[{SHUT_CONTEXT}]"
    yield f"exten => s,1,Set(TONGFU_DOOR=${{DB({CLOSED}/${{ARG1}})}})"
    yield ' same => n,GotoIf($["${TONGFU_DOOR}" = ""]?plan)'
    yield " same => n,Set(TONGFU_END=${CUT(TONGFU_DOOR,:,2)})"
    yield "; Its end has come, whether our server has taken it out or not."
    yield ' same => n,GotoIf($["${TONGFU_END}" = "0" | 0${TONGFU_END} > ${EPOCH}]?holds:plan)'
    yield "; Sent on because nobody took calls: where somebody does again, callers wait here, also while our server is away."
    yield f' same => n(holds),GotoIf($["${{CUT(TONGFU_DOOR,:,4)}}" != "{Why.NO_AGENT}"]?found)'
    yield f' same => n,GotoIf($["${{QUEUE_MEMBER({QUEUE_PREFIX}${{ARG1}},free)}}" = "0"]?found)'
    yield f" same => n,Set(TONGFU_GONE=${{DB_DELETE({CLOSED}/${{ARG1}})}})"
    yield "; The plan: the stretches of this day, one after another."
    day = "${STRFTIME(${EPOCH},UTC,%Y%m%d)}"
    yield f" same => n(plan),Set(TONGFU_DAY=${{DB({PLANS}/${{ARG1}}-{day})}})"
    yield ' same => n(next),GotoIf($["${TONGFU_DAY}" = ""]?none)'
    yield " same => n,Set(TONGFU_PART=${CUT(TONGFU_DAY,&,1)})"
    yield " same => n,Set(TONGFU_DAY=${CUT(TONGFU_DAY,&,2-)})"
    yield " same => n,Set(TONGFU_FIRST=0${CUT(TONGFU_PART,-,1)})"
    yield " same => n,Set(TONGFU_END=0${CUT(TONGFU_PART,-,2)})"
    yield " same => n,GotoIf($[${TONGFU_FIRST} > ${EPOCH} | ${TONGFU_END} <= ${EPOCH}]?next)"
    yield f" same => n,Set(TONGFU_DOOR=${{CUT(TONGFU_PART,-,3)}}:${{TONGFU_END}}:${{CUT(TONGFU_PART,-,4)}}:{Why.HOURS})"
    yield " same => n(found),Return()"
    yield " same => n(none),Set(TONGFU_DOOR=)"
    yield " same => n,Return()"
    yield ""


def _door() -> Iterator[str]:
    yield f"[{DOOR_CONTEXT}]"
    yield f"exten => s,1,Gosub({SHUT_CONTEXT},s,1(${{TONGFU_SKILL}}))"
    yield ' same => n,GotoIf($["${TONGFU_DOOR}" = ""]?open)'
    yield from number_key(" same => n(away)")
    yield " same => n,Set(TONGFU_TREAT=${CUT(TONGFU_DOOR,:,1)})"
    yield " same => n,Set(TONGFU_TO=${CUT(TONGFU_DOOR,:,3)})"
    yield " same => n,Set(TONGFU_WHY=${CUT(TONGFU_DOOR,:,4)})"
    yield f' same => n,GotoIf($["${{TONGFU_TREAT}}" != "{Outside.SKILL}"]?known)'
    yield "; Sent on to another skill that takes nobody either: they wait here where that is possible, else they are called back."
    yield f" same => n,Gosub({SHUT_CONTEXT},s,1(${{TONGFU_TO}}))"
    yield ' same => n,GotoIf($["${TONGFU_DOOR}" = ""]?known)'
    yield f' same => n,GotoIf($["${{TONGFU_WHY}}" = "{Why.WAIT}" | "${{TONGFU_WHY}}" = "{Why.NO_AGENT}"]?open)'
    yield f" same => n,Set(TONGFU_TREAT={Outside.CALL_BACK})"
    yield "; Who hides their number cannot be called back."
    yield f' same => n(known),GotoIf($["${{TONGFU_FROM}}" != "" | "${{TONGFU_TREAT}}" != "{Outside.CALL_BACK}"]?note)'
    yield f" same => n,Set(TONGFU_TREAT={Outside.ANNOUNCE})"
    yield "; Written down first, and told; our server takes it off once it has counted it."
    said = "${TONGFU_CALLER}:${TONGFU_SKILL}:${TONGFU_TREAT}:${EPOCH}:${TONGFU_TO}:${TONGFU_WHY}"
    yield f" same => n(note),Set(DB({TURNED}/${{TONGFU_CALL}})={said})"
    yield f" same => n,UserEvent(TongfuTurned,Call: ${{TONGFU_CALL}},Said: {said})"


def _told(plan: Plan) -> Iterator[str]:
    yield f' same => n,GotoIf($["${{TONGFU_TREAT}}" = "{Outside.SKILL}" | "${{TONGFU_TREAT}}" = "{Outside.NUMBER}"]?onward)'
    yield f' same => n,GotoIf($["${{TONGFU_TREAT}}" = "{Outside.MESSAGE}"]?message)'
    yield "; Not a caller of a queue any more."
    yield " same => n,Set(TONGFU_SINCE=)"
    if "closed-callback" in plan.prompts:
        yield f' same => n,GotoIf($["${{TONGFU_TREAT}}" != "{Outside.CALL_BACK}"]?told)'
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


def _onward(plan: Plan) -> Iterator[str]:
    yield "; Sent on: to another skill, or to a number outside."
    yield " same => n(onward),NoOp()"
    if "overflow" in plan.prompts:
        yield " same => n,Playback(tongfu/overflow)"
    yield f' same => n,GotoIf($["${{TONGFU_TREAT}}" = "{Outside.SKILL}"]?tongfu-queue,${{TONGFU_TO}},1)'
    yield " same => n,Set(TONGFU_SINCE=)"
    if plan.carrier.addresses:
        yield f" same => n,Dial(PJSIP/${{FILTER(0-9,${{TONGFU_TO}})}}@carrier,{_RING_SECONDS},m)"
        yield ' same => n,GotoIf($["${DIALSTATUS}" = "ANSWER"]?gone)'
    yield "; Nobody is there: they are called back."
    yield f" same => n,Set(TONGFU_TREAT={Outside.CALL_BACK})"
    yield " same => n,Goto(known)"
    yield " same => n(gone),Hangup()"
