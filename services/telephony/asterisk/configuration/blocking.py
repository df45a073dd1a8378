"""The part of extensions.conf that looks after blocked numbers: a check before anything else, which needs nobody but Asterisk.

A block stands in Asterisk's own database as ``TREATMENT:END``, by number. Asterisk itself compares the end with its clock, so
that a block ends also while our server is away.
"""

from collections.abc import Iterator

from services.contracts.blocking import Treatment
from services.telephony.asterisk.configuration.plan import Plan
from services.telephony.asterisk.names import BLOCKED_CONTEXT, BLOCKS, REFUSALS

CHECK = f" same => n,Gosub({BLOCKED_CONTEXT},s,1)"
"""Asked of each caller, before they are answered."""


def number_key(place: str = " same => n") -> Iterator[str]:
    """Yields the lines that write the caller's number into ``TONGFU_FROM`` as our server compares it, and into ``TONGFU_CALLER`` as it came.

    That is :func:`services.contracts.text.number_key`: without an extension, digits and the sign of other countries only, and without
    a trunk's 0 before a mobile number.
    """
    yield f"{place},Set(TONGFU_FROM=${{CALLERID(num)}})"
    for sign in "#xX":
        yield f" same => n,Set(TONGFU_FROM=${{CUT(TONGFU_FROM,{sign},1)}})"
    yield " same => n,Set(TONGFU_FROM=${FILTER(+0-9,${TONGFU_FROM})})"
    yield " same => n,Set(TONGFU_SENT=${TONGFU_FROM})"
    yield ' same => n,ExecIf($["${TONGFU_FROM}" =~ "^[+]86"]?Set(TONGFU_FROM=${TONGFU_FROM:3}))'
    yield ' same => n,ExecIf($["${TONGFU_FROM}" =~ "^0086"]?Set(TONGFU_FROM=${TONGFU_FROM:4}))'
    yield "; A fixed line that came with China's prefix gets the 0 before its area code back; 400 and 800 are no areas."
    fixed = (
        f'"${{TONGFU_FROM}}" =~ "^(10|2[0-9]|[3-9][0-9][0-9]){"[0-9]" * 7}[0-9]*$" & ${{LEN(${{TONGFU_FROM}})}} < 12'
    )
    area = '"${TONGFU_FROM:0:3}" != "400" & "${TONGFU_FROM:0:3}" != "800"'
    yield f' same => n,ExecIf($["${{TONGFU_SENT}}" != "${{TONGFU_FROM}}" & {fixed} & {area}]?Set(TONGFU_FROM=0${{TONGFU_FROM}}))'
    yield "; A trunk's 0 before a mobile number goes; no area begins so."
    mobile = f'"${{TONGFU_FROM}}" =~ "^01[3-9]{"[0-9]" * 9}$"'
    yield f" same => n,ExecIf($[{mobile}]?Set(TONGFU_FROM=${{TONGFU_FROM:1}}))"
    yield "; What is called back is the number as it came, with its extension, which is keyed in once somebody answers."
    yield " same => n,Set(TONGFU_CALLER=${FILTER(+0-9#xX,${CALLERID(num)})})"


def contexts(plan: Plan) -> Iterator[str]:
    """Yields the lines of the check."""
    yield "; ---- Is the caller's number blocked? It is compared as our server does: digits, China's own prefix and an extension left out."
    yield f"[{BLOCKED_CONTEXT}]"
    yield from number_key("exten => s,1")
    yield ' same => n,GotoIf($["${TONGFU_FROM}" = ""]?free)'
    yield f" same => n,Set(TONGFU_BLOCK=${{DB({BLOCKS}/${{TONGFU_FROM}})}})"
    yield ' same => n,GotoIf($["${TONGFU_BLOCK}" = ""]?free)'
    yield "; Its end has come, whether our server has taken it out or not."
    yield " same => n,GotoIf($[0${CUT(TONGFU_BLOCK,:,2)} <= ${EPOCH}]?free)"
    yield f' same => n,GotoIf($["${{CUT(TONGFU_BLOCK,:,1)}}" = "{Treatment.ANNOUNCE}"]?refused)'
    yield "; Served when nobody else waits."
    yield " same => n,Set(TONGFU_LAST=yes)"
    yield " same => n(free),Return()"
    yield "; Refused: written down first, and told; our server takes it off once it has counted it."
    yield f" same => n(refused),Set(DB({REFUSALS}/${{TONGFU_CALL}})=${{TONGFU_FROM}}:${{EPOCH}})"
    yield " same => n,UserEvent(TongfuRefused,Call: ${TONGFU_CALL},Said: ${TONGFU_FROM}:${EPOCH})"
    if "blocked" in plan.prompts:
        yield " same => n,Answer()"
        yield " same => n,Set(CHANNEL(language)=zh)"
        yield " same => n,Playback(tongfu/blocked)"
        yield " same => n,Hangup()"
    else:
        yield " same => n,Hangup(21)"
    yield ""
