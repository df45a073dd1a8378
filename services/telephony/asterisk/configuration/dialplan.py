"""extensions.conf: the way of a caller, so written that it needs nobody but Asterisk.

A caller is always in a queue, with an agent, in a held place with a way out, or in a conference that ends. Our server
moves callers between these places; where it stops, each place still leads on by itself.
"""

from collections.abc import Iterator

from services.telephony.asterisk.configuration import blocking, breath, conference, opening, voicemail
from services.telephony.asterisk.configuration.plan import Plan
from services.telephony.asterisk.names import (
    BY_TELEPHONE,
    CALLED,
    CALLED_LINE,
    EMERGENCIES,
    LANGUAGE,
    MARKS,
    MESSAGES,
    PERSONAL,
    QUEUE_PREFIX,
    STANDS,
    TELL_CONTEXT,
    WISH_CONTEXT,
    WISH_KEY,
    WISHES,
    WRITTEN,
)

HEAD = 100_000
"""Priority of a caller who was put back: before everybody who was not, however many stand in an order."""
HELD_SECONDS = 900
PERSONAL_SECONDS = 20


def extensions(plan: Plan) -> str:
    """Returns extensions.conf."""
    parts = [
        *("[general]", "static = yes", "writeprotect = yes", "", "[globals]"),
        *(f"RECORDINGS = {plan.recordings}", f"HOTLINE = {plan.hotline}"),
        "; Whoever takes over what is new by hand takes this line over, too: by it a check tells old from new.",
        *(f"{WRITTEN} = {plan.mark}", ""),
        *_entry(plan),
        *blocking.contexts(plan),
        *opening.contexts(plan),
        *_queue(plan),
        *_wish(plan),
        *voicemail.contexts(plan),
        *_connected(),
        *_held(),
        *conference.contexts(),
        *breath.contexts(plan),
        *_aside(plan),
        *_after(plan),
        *_desks(plan),
        *_out(plan),
    ]
    return "\n".join(parts) + "\n"


def _entry(plan: Plan) -> Iterator[str]:
    yield "; ---- A call comes in."
    yield "[from-carrier]"
    yield "exten => _[+0-9]!,1,Goto(tongfu-entry,s,1)"
    yield "exten => s,1,Goto(tongfu-entry,s,1)"
    yield ""
    yield "[tongfu-entry]"
    yield "exten => s,1,Set(__TONGFU_CALL=pbx-${CUT(UNIQUEID,.,1)}-${CUT(UNIQUEID,.,2)})"
    yield blocking.CHECK
    yield " same => n,Set(TONGFU_SINCE=${EPOCH})"
    yield " same => n,Answer()"
    if plan.prompts:
        yield "; Sounds and numbers in Chinese; whoever presses 2 hears them in English."
        yield " same => n,Set(CHANNEL(language)=zh)"
    if "welcome" in plan.prompts:
        yield " same => n,Playback(tongfu/welcome)"
    if "language" in plan.prompts:
        yield " same => n,Read(TONGFU_KEY,tongfu/language,1,,1,2)"
        yield ' same => n,GotoIf($["${TONGFU_KEY}" != "2"]?spoken)'
        yield " same => n,Set(CHANNEL(language)=en)"
        yield "; Who takes the call reads it; written on the channel too, for a server that comes back later."
        yield f" same => n,Set({LANGUAGE}=en)"
        yield " same => n,UserEvent(TongfuLanguage,Call: ${TONGFU_CALL},Asked: en)"
        if plan.english_skill:
            yield "; There are people who speak English: no menu."
            yield f" same => n,Goto({opening.CONTEXT},{plan.english_skill},1)"
        yield " same => n(spoken),NoOp()"
    if plan.menu and "menu" in plan.prompts:
        yield "; The menu is short on purpose, is told once, and whoever presses nothing is served all the same."
        yield " same => n,Read(TONGFU_KEY,tongfu/menu,1,,1,5)"
        for key, skill in plan.menu:
            yield f' same => n,GotoIf($["${{TONGFU_KEY}}" = "{key}"]?{opening.CONTEXT},{skill},1)'
    yield f" same => n,Goto({opening.CONTEXT},{plan.first_skill},1)"
    yield ""


def _queue(plan: Plan) -> Iterator[str]:
    yield "; ---- A caller waits. One line for each skill; a pattern would also match what Asterisk itself calls h, i and t."
    yield "[tongfu-queue]"
    for key, _ in plan.skills:
        yield f"exten => {key},1,Set(TONGFU_SKILL={key})"
        yield " same => n,Goto(tongfu-wait,s,1)"
    yield ""
    yield "[tongfu-wait]"
    yield "exten => s,1,Set(QUEUE_MAX_PENALTY=1)"
    yield from _called(f"{QUEUE_PREFIX}${{TONGFU_SKILL}}")
    yield f' same => n,Set(QUEUE_PRIO=${{IF($["${{TONGFU_HEAD}}" = "yes"]?{HEAD}:0${{TONGFU_PRIORITY}})}})'
    yield "; A blocked number that is served last of all: behind whoever was given no place."
    yield ' same => n,ExecIf($["${TONGFU_LAST}" = "yes" & "${QUEUE_PRIO}" = "0"]?Set(QUEUE_PRIO=-1))'
    yield " same => n,Set(TONGFU_PRIORITY=)"
    yield f" same => n,Set({STANDS}=${{QUEUE_PRIO}})"
    yield " same => n,Set(MEMBERINTERFACE=)"
    yield from voicemail.hint(plan)
    yield "; Who was told that a call-back needs a number stands where they stood; the place is said in another field by older releases."
    yield ' same => n,GotoIf($["${TONGFU_PLACE}" = ""]?wait)'
    queue = f"{QUEUE_PREFIX}${{TONGFU_SKILL}},c"
    yield " same => n,Set(TONGFU_OLD=$[${VERSION(ASTERISK_VERSION_NUM)} < 210000])"
    yield f' same => n,ExecIf($["${{TONGFU_OLD}}" = "1"]?Queue({queue},,,,,,,,${{TONGFU_PLACE}}):Queue({queue},,,,,,,${{TONGFU_PLACE}}))'
    yield " same => n,Goto(left)"
    yield f" same => n(wait),Queue({queue})"
    yield " same => n(left),Set(TONGFU_PLACE=)"
    yield "; An agent had them, and has hung up."
    yield ' same => n,GotoIf($["${MEMBERINTERFACE}" != ""]?tongfu-after,s,1)'
    yield from opening.let_out()
    yield "; Our server has taken them out: to come again at a better place, or for one person, whose extension it says."
    yield ' same => n,GotoIf($["${QUEUESTATUS}" = "WITHDRAW" & "${QUEUE_WITHDRAW_INFO}" = "again"]?1)'
    yield ' same => n,GotoIf($["${QUEUESTATUS}" = "WITHDRAW"]?tongfu-person,${QUEUE_WITHDRAW_INFO},1)'
    yield "; Whatever else may lead out of a queue: the caller goes on waiting, first of all."
    yield " same => n,Set(TONGFU_HEAD=yes)"
    yield " same => n,Wait(1)"
    yield " same => n,Goto(1)"
    yield ""
    yield "; One agent in person; if they do not come, the caller stands first in the queue again."
    yield "[tongfu-person]"
    yield "exten => _X!,1,Set(QUEUE_MAX_PENALTY=0)"
    yield from _called(f"{QUEUE_PREFIX}{PERSONAL}${{EXTEN}}")
    yield " same => n,Set(MEMBERINTERFACE=)"
    yield f" same => n,Queue({QUEUE_PREFIX}{PERSONAL}${{EXTEN}},c,,,{PERSONAL_SECONDS})"
    yield ' same => n,GotoIf($["${MEMBERINTERFACE}" != ""]?tongfu-after,s,1)'
    yield "; A lead has sent them to somebody else."
    yield ' same => n,GotoIf($["${QUEUESTATUS}" = "WITHDRAW" & "${QUEUE_WITHDRAW_INFO}" != "again"]?${QUEUE_WITHDRAW_INFO},1)'
    yield " same => n,Set(TONGFU_HEAD=yes)"
    yield f' same => n,Goto(tongfu-queue,${{IF($["${{TONGFU_SKILL}}" = ""]?{plan.first_skill}:${{TONGFU_SKILL}})}},1)'
    yield ""


def _called(queue: str) -> Iterator[str]:
    yield "; A citizen whom an agent had called: the queue log says of which call the lines that follow are."
    yield f' same => n,ExecIf($["${{{CALLED}}}" != "" & "${{TONGFU_SINCE}}" = ""]?Set(TONGFU_SINCE=${{EPOCH}}))'
    yield f' same => n,ExecIf($["${{{CALLED}}}" != ""]?QueueLog({queue},${{UNIQUEID}},NONE,{CALLED_LINE},${{{CALLED}}}))'


def _wish(plan: Plan) -> Iterator[str]:
    yield "; ---- A caller has pressed 1 in the queue: they want to be called back, and keep their place. It is written down here"
    yield "; first, and told; our server takes it off once it has it. Who calls without a number waits on."
    yield f"[{WISH_CONTEXT}]"
    yield from blocking.number_key(f"exten => {WISH_KEY},1")
    yield ' same => n,GotoIf($["${TONGFU_FROM}" =~ "^[+]?[0-9][0-9]+$"]?kept)'
    if "callback-withheld" in plan.prompts:
        yield " same => n,Playback(tongfu/callback-withheld)"
    yield " same => n,Set(TONGFU_PLACE=${QUEUEPOSITION})"
    yield "; With the priority that they had: who came later may have been given one. It says already whether they were put back."
    yield f" same => n,Set(TONGFU_PRIORITY=${{{STANDS}}})"
    yield " same => n,Set(TONGFU_HEAD=)"
    yield " same => n,Goto(tongfu-queue,${TONGFU_SKILL},1)"
    yield f" same => n(kept),Set(DB({WISHES}/${{TONGFU_CALL}})=${{TONGFU_CALLER}}:${{TONGFU_SKILL}}:${{TONGFU_SINCE}})"
    yield " same => n,UserEvent(TongfuWished,Call: ${TONGFU_CALL},Wish: ${TONGFU_CALLER}:${TONGFU_SKILL}:${TONGFU_SINCE})"
    if "callback-kept" in plan.prompts:
        yield " same => n,Playback(tongfu/callback-kept)"
    yield " same => n,Hangup()"
    yield from voicemail.offer()
    yield ""
    yield "; Told again, all that our server has not taken yet; it asks when it is back."
    yield f"[{TELL_CONTEXT}]"
    yield "exten => s,1,Answer()"
    yield " same => n,Set(CDR_PROP(disable)=1)"
    for place, family, event, said in (
        ("wishes", WISHES, "TongfuWished", "Wish"),
        ("messages", MESSAGES, "TongfuMessage", "Said"),
        ("marks", MARKS, "TongfuRated", "Mark"),
    ):
        yield f" same => n,Set(TONGFU_KEYS=${{DB_KEYS({family})}})"
        yield f' same => n({place}),GotoIf($["${{TONGFU_KEYS}}" = ""]?{place}-told)'
        yield " same => n,Set(TONGFU_KEY=${CUT(TONGFU_KEYS,\\,,1)})"
        yield " same => n,Set(TONGFU_KEYS=${CUT(TONGFU_KEYS,\\,,2-)})"
        yield f" same => n,UserEvent({event},Call: ${{TONGFU_KEY}},{said}: ${{DB({family}/${{TONGFU_KEY}})}})"
        yield f" same => n,Goto({place})"
        yield f" same => n({place}-told),NoOp()"
    yield " same => n,Hangup()"
    yield ""


def _connected() -> Iterator[str]:
    yield "; ---- At the beginning of a talk, on the agent's side: two files, what the agent says and what they hear."
    yield "; Newer releases keep the two in step by themselves; of the older ones it has to be asked."
    yield "; Named by the microsecond: two recordings of one call may begin in the same second."
    yield "[tongfu-connected]"
    yield "exten => s,1,Set(TONGFU_FILE=${RECORDINGS}/${TONGFU_CALL}.${EPOCH}.${STRFTIME(,UTC,%6q)})"
    yield " same => n,Set(TONGFU_STEP=${IF($[${VERSION(ASTERISK_VERSION_NUM)} < 200000]?S:)})"
    yield " same => n,MixMonitor(,r(${TONGFU_FILE}.agent.wav)t(${TONGFU_FILE}.citizen.wav)${TONGFU_STEP})"
    yield " same => n,Return()"
    yield ""


def _held() -> Iterator[str]:
    yield "; ---- Hold for telephones that have no hold of their own (others hold by themselves, and the two stay together):"
    yield f"; the citizen hears music, for {HELD_SECONDS // 60} minutes at most, and then waits at the head of the queue."
    yield "; Any key on the agent's telephone takes them back, also while our server is not there."
    yield "[tongfu-held]"
    yield "exten => citizen,1,Set(TONGFU_HELD=${EPOCH})"
    yield f" same => n,MusicOnHold(default,{HELD_SECONDS})"
    yield "; Taken back, and the agent has hung up since."
    yield f' same => n,GotoIf($["${{TONGFU_RESUMED}}" = "yes" | ${{EPOCH}} - ${{TONGFU_HELD}} < {HELD_SECONDS}]?tongfu-after,s,1)'
    yield " same => n,Set(TONGFU_HEAD=yes)"
    yield " same => n,Goto(tongfu-queue,${TONGFU_SKILL},1)"
    yield "; After that time they are somebody else's: the citizen goes first, and the agent's telephone does not fetch them back."
    yield f"exten => agent,1,{breath.BEGINS}"
    yield f" same => n,Read(TONGFU_KEY,,1,,1,{HELD_SECONDS + 5})"
    yield ' same => n,GotoIf($["${READSTATUS}" = "TIMEOUT"]?over)'
    yield ' same => n,ExecIf($["${TONGFU_OTHER}" != ""]?Bridge(${TONGFU_OTHER}))'
    yield " same => n(over),Hangup()"
    yield ""


def _aside(plan: Plan) -> Iterator[str]:
    yield "; ---- Parked: music until somebody takes the caller back; after some minutes they wait at the head of the queue."
    yield "[tongfu-parked]"
    yield f"exten => s,1,MusicOnHold(default,{HELD_SECONDS})"
    yield " same => n,Set(TONGFU_HEAD=yes)"
    yield " same => n,Goto(tongfu-queue,${TONGFU_SKILL},1)"
    yield ""
    yield "; ---- Sent on to a number outside; where nobody answers there, the caller stands first in the queue again."
    yield "[tongfu-outside]"
    yield "exten => _00!,1,Goto(tongfu-parked,s,2)"
    if plan.carrier.addresses:
        yield "; With music until somebody is there: a carrier may take seconds to ring, and a ringing tone is mostly silence."
        yield "; Only police, fire brigade and ambulance see the citizen's own number."
        yield "exten => _X!,1,NoOp()"
        others = " & ".join(f'"${{EXTEN}}" != "{number}"' for number in EMERGENCIES)
        yield f" same => n,ExecIf($[{others}]?Set(CALLERID(num)=${{HOTLINE}}))"
        yield " same => n,Dial(PJSIP/${EXTEN}@carrier,40,m)"
        yield ' same => n,GotoIf($["${DIALSTATUS}" != "ANSWER"]?tongfu-parked,s,2)'
        yield " same => n,Hangup()"
    else:
        yield "exten => _X!,1,Goto(tongfu-parked,s,2)"
    yield ""


def _after(plan: Plan) -> Iterator[str]:
    yield "; ---- The agent has hung up. Whoever is still there is asked how it was."
    yield "[tongfu-after]"
    yield "exten => s,1,NoOp()"
    if "rate" in plan.prompts:
        yield " same => n,Read(TONGFU_MARK,tongfu/rate,1,,1,6)"
        yield ' same => n,GotoIf($["${TONGFU_MARK}" < "1" | "${TONGFU_MARK}" > "5"]?end)'
        yield "; Written down first, and told; our server takes it off once it has it."
        yield " same => n,Set(TONGFU_MARK=${TONGFU_MARK}:${EPOCH})"
        yield f" same => n,Set(DB({MARKS}/${{TONGFU_CALL}})=${{TONGFU_MARK}})"
        yield " same => n,UserEvent(TongfuRated,Call: ${TONGFU_CALL},Mark: ${TONGFU_MARK})"
    if "thanks" in plan.prompts:
        yield " same => n,Playback(tongfu/thanks)"
    yield " same => n(end),Hangup()"
    yield ""


def _desks(plan: Plan) -> Iterator[str]:
    yield "; ---- What an agent can dial. *60 and *61 are for the hours in which our server is not there; where it is, it hears of them."
    yield "[from-desk]"
    yield f"exten => *60,1,PauseQueueMember(,PJSIP/${{CHANNEL(endpoint)}},,{BY_TELEPHONE})"
    yield " same => n,Answer()"
    yield " same => n,Hangup()"
    yield "exten => *61,1,UnpauseQueueMember(,PJSIP/${CHANNEL(endpoint)})"
    yield " same => n,UserEvent(TongfuBack,Interface: PJSIP/${CHANNEL(endpoint)})"
    yield " same => n,Answer()"
    yield " same => n,Hangup()"
    yield "; An echo, to try one's headset."
    yield "exten => *43,1,Answer()"
    yield " same => n,Echo()"
    for desk in plan.desks:
        yield f"exten => {desk.extension},1,Dial(PJSIP/agent{desk.extension},30)"
    if plan.carrier.addresses:
        yield "; Numbers of this country; calls abroad are refused, because stolen telephones make those."
        yield "exten => _00!,1,Hangup(21)"
        yield "exten => _[0-9]XX!,1,Set(CALLERID(num)=${HOTLINE})"
        yield " same => n,Dial(PJSIP/${EXTEN}@carrier,60)"
    yield ""


def _out(plan: Plan) -> Iterator[str]:
    yield "; ---- Our server has rung an agent who wants to call a number: the agent has answered."
    yield "[tongfu-out]"
    yield "exten => _00!,1,Hangup(21)"
    if plan.carrier.addresses:
        yield f"exten => _X!,1,{breath.BEGINS}"
        yield " same => n,Gosub(tongfu-connected,s,1)"
        yield "; An extension is keyed in a second after the number has answered."
        yield ' same => n,ExecIf($["${TONGFU_KEYS}" != ""]?Set(TONGFU_AFTER=D(ww${TONGFU_KEYS})))'
        yield "; The agent's telephone shows the number called; who is called sees the hotline."
        yield " same => n,Set(CALLERID(num)=${HOTLINE})"
        yield " same => n,Dial(PJSIP/${EXTEN}@carrier,60,${TONGFU_AFTER})"
        yield " same => n,Hangup()"
    yield ""


def music(plan: Plan) -> str:  # noqa: ARG001
    """Returns musiconhold.conf."""
    return """[default]
mode = files
; Every audio file in this folder, in turn.
directory = /var/lib/asterisk/moh
sort = random
"""
