"""The part of extensions.conf in which a caller leaves a message; it needs nobody but Asterisk.

A key leads here out of a queue, and a closed queue may lead here. That a caller is here is written down first in Asterisk's
own database, as ``NUMBER:SKILL:SINCE:NOW``, with ``:done:RECORDED`` once they have gone; our server takes it off when it has it, and
fetches the sound from the folder of the recordings. So a message is kept, and told later, also while our server is away.
"""

from collections.abc import Iterator

from services.telephony.asterisk.configuration.blocking import number_key
from services.telephony.asterisk.configuration.plan import Plan
from services.telephony.asterisk.names import (
    DONE,
    LIMITS,
    MESSAGE_CONTEXT,
    MESSAGE_FILE,
    MESSAGE_KEY,
    MESSAGE_LIMIT,
    MESSAGES,
    queue_of,
)

HINT_CONTEXT = "tongfu-message-hint"
BEEP_HZ, BEEP_MS = 1000, 300


def hint(plan: Plan) -> Iterator[str]:
    """Yields the line before a queue that tells of messages where all are busy."""
    if "message-offer" in plan.prompts:
        yield f" same => n,Gosub({HINT_CONTEXT},s,1)"


def offer() -> Iterator[str]:
    """Yields the place that the key leads to, among the other keys of a queue."""
    yield "; The other key: a message instead of waiting, also of who hides their number."
    yield f"exten => {MESSAGE_KEY},1,Goto({MESSAGE_CONTEXT},s,1)"


def contexts(plan: Plan) -> Iterator[str]:
    """Yields the lines of a message."""
    if "message-offer" in plan.prompts:
        waiting = f"${{QUEUE_WAITING_COUNT({queue_of('${TONGFU_SKILL}')})}}"
        there = f"${{QUEUE_MEMBER({queue_of('${TONGFU_SKILL}')},logged)}}"
        yield f"; ---- Where {plan.message_waiting} or more wait, or nobody is signed in, a caller hears at once that they may leave a message."
        yield f"[{HINT_CONTEXT}]"
        yield 'exten => s,1,GotoIf($["${TONGFU_HINTED}" = "yes"]?end)'
        yield f" same => n,GotoIf($[0{waiting} < {plan.message_waiting} & 0{there} > 0]?end)"
        yield " same => n,Set(TONGFU_HINTED=yes)"
        yield " same => n,Playback(tongfu/message-offer)"
        yield " same => n(end),Return()"
        yield ""
    yield "; ---- A caller leaves a message: a beep, then they speak, until the hash key, some seconds of silence or the longest time."
    yield f"[{MESSAGE_CONTEXT}]"
    yield from number_key("exten => s,1")
    yield " same => n,Set(TONGFU_LEFT=${TONGFU_CALLER}:${TONGFU_SKILL}:${TONGFU_SINCE}:${EPOCH})"
    yield f" same => n,Set(DB({MESSAGES}/${{TONGFU_CALL}})=${{TONGFU_LEFT}})"
    yield "; They do not wait any more."
    yield " same => n,UserEvent(TongfuSpeaks,Call: ${TONGFU_CALL})"
    if "message" in plan.prompts:
        yield " same => n,Playback(tongfu/message)"
    yield f" same => n,Playtones({BEEP_HZ})"
    yield f" same => n,Wait({BEEP_MS / 1000})"
    yield " same => n,StopPlaytones()"
    yield "; What was said until then is kept when they hang up."
    yield " same => n,Set(TONGFU_BEGAN=${EPOCH})"
    file = f"${{RECORDINGS}}/${{TONGFU_CALL}}.${{TONGFU_BEGAN}}{MESSAGE_FILE}"
    yield "; How long it may be stands in Asterisk's own database, as our server has said it last."
    yield f" same => n,Set(TONGFU_LONGEST=${{DB({LIMITS}/{MESSAGE_LIMIT})}})"
    yield f" same => n,ExecIf($[0${{TONGFU_LONGEST}} < 1]?Set(TONGFU_LONGEST={plan.message_seconds}))"
    yield f" same => n,Record({file},{plan.message_silence},${{TONGFU_LONGEST}},qk)"
    if "message-kept" in plan.prompts:
        yield " same => n,Playback(tongfu/message-kept)"
    yield " same => n,Hangup()"
    yield "; However they go."
    yield f"exten => h,1,Set(DB({MESSAGES}/${{TONGFU_CALL}})=${{TONGFU_LEFT}}:{DONE}:${{TONGFU_BEGAN}})"
    yield f" same => n,UserEvent(TongfuMessage,Call: ${{TONGFU_CALL}},Said: ${{TONGFU_LEFT}}:{DONE}:${{TONGFU_BEGAN}})"
    yield ""
