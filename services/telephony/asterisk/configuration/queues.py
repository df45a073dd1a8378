"""queues.conf, queuerules.conf: who is rung, in the words of Asterisk's own queues.

The same rules as :mod:`services.telephony.routing`. A penalty of 1 is served at once and each widening lets in higher
ones; the general skill stands between level 3 and 4, because both are reached after ``general_seconds``.
"""

from collections.abc import Iterator

from services.telephony.asterisk.configuration.plan import Plan
from services.telephony.asterisk.names import WISH_CONTEXT, interface_of, personal_queue, queue_of
from services.telephony.routing import GENERAL, LEVELS

RULE = "tongfu-widen"
PLACE = {
    *("queue-youarenext", "queue-thereare", "queue-callswaiting", "queue-holdtime"),
    *("queue-minute", "queue-minutes", "queue-thankyou"),
}
"""Sounds of place and wait, by the names that queues.conf has for them."""
_GENERAL_PENALTY = 4


def penalty(level: int) -> int:
    """Returns the penalty of an agent who has a queue's own skill at a level."""
    return level if level < _GENERAL_PENALTY else level + 1


def memberships(skills: dict[str, int], queues: frozenset[str]) -> dict[str, int]:
    """Returns the skills in whose queues an agent stands, with the penalty in each.

    Args:
        skills: the agent's, with levels.
        queues: every skill that has a queue.
    """
    found = {skill: penalty(level) for skill, level in skills.items() if skill in queues}
    if GENERAL in skills:
        for skill in queues - skills.keys():
            found[skill] = _GENERAL_PENALTY
    return found


def rules(plan: Plan) -> str:
    """Returns queuerules.conf."""
    lines = [
        "; How the search for an agent widens while a caller waits: seconds, then the highest penalty that is rung."
    ]
    lines.append(f"[{RULE}]")
    for seconds, highest in _steps(plan):
        lines.append(f"penaltychange => {seconds},{highest}")
    return "\n".join(lines) + "\n"


def _steps(plan: Plan) -> list[tuple[int, int]]:
    widen, general = plan.rules.widen_seconds, plan.rules.general_seconds
    steps = [((level - 1) * widen, penalty(level)) for level in range(2, LEVELS + 1)]
    steps.append((general, _GENERAL_PENALTY))
    highest, found = 1, dict[int, int]()
    for seconds, value in sorted(steps):
        highest = max(highest, value)
        found[round(seconds)] = highest
    return sorted(found.items())


def queues(plan: Plan) -> str:
    """Returns queues.conf."""
    return "\n".join([*_general(plan), *_skills(plan), *_people(plan)]) + "\n"


def _general(plan: Plan) -> Iterator[str]:
    yield "[general]"
    yield "; Who stands in which queue survives a restart of Asterisk; so does who has paused."
    yield "persistentmembers = yes"
    yield "; Several agents are rung at once where several callers wait."
    yield "autofill = yes"
    yield "; The breath after a call counts in all queues, not only in the one the call came from."
    yield "shared_lastcall = yes"
    yield "log_membername_as_agent = yes"
    yield ""
    yield "[tongfu](!)"
    yield "; Of those with the lowest penalty, whoever has been without a call for longest."
    yield "strategy = leastrecent"
    yield f"timeout = {plan.ring_seconds}"
    yield "retry = 1"
    yield "timeoutpriority = conf"
    yield "; The wrap-up is a pause that our server sets; this is the breath that is left when our server is not there."
    yield f"wrapuptime = {plan.breath_seconds}"
    yield "; An agent who talks is not rung."
    yield "ringinuse = no"
    yield "; Whoever does not hear a ring is paused in all queues, so that the next caller does not wait for them too."
    yield "autopause = all"
    yield "autopausebusy = no"
    yield "autopauseunavail = yes"
    yield "; A caller is let in and kept, also while nobody is signed in: nobody hears an engaged tone because of us."
    yield "joinempty = yes"
    yield "leavewhenempty = no"
    yield "; At the beginning of the talk the recording begins (extensions.conf)."
    yield "membergosub = tongfu-connected"
    yield "setinterfacevar = yes"
    yield "musicclass = default"
    yield "reportholdtime = no"
    yield from _told(plan)
    yield ""


def _told(plan: Plan) -> Iterator[str]:
    """What a waiting caller is told: place, wait, and the way out. Only what there is a sound for."""
    if not plan.prompts or not set(plan.prompts) >= PLACE:
        yield from ("announce-frequency = 0", "announce-holdtime = no")
    else:
        yield "; Place in the line, and the wait as it was of late, in whole minutes: no promise."
        yield from ("announce-frequency = 60", "min-announce-frequency = 30", "announce-position = yes")
        yield from ("announce-holdtime = yes", "announce-round-seconds = 0")
        yield from (f"{name} = tongfu/{name}" for name in sorted(PLACE))
    if "callback-offer" in plan.prompts:
        yield "; To be called back instead; who waits longer hears in turn that they may leave a message."
        offers = [name for name in ("callback-offer", "message-offer") if name in plan.prompts]
        yield f"periodic-announce = {','.join(f'tongfu/{name}' for name in offers)}"
        yield "periodic-announce-frequency = 45"


def _skills(plan: Plan) -> Iterator[str]:
    for key, name in plan.skills:
        yield f"; {name or key}"
        yield f"[{queue_of(key)}](tongfu)"
        yield f"defaultrule = {RULE}"
        yield "; A key leads out of the queue: to be called back instead of waiting (extensions.conf)."
        yield f"context = {WISH_CONTEXT}"
        yield "; Agents are added by our server when they sign in."
        yield ""


def _people(plan: Plan) -> Iterator[str]:
    yield "; One queue for each person, for callers who are sent to exactly them."
    for desk in plan.desks:
        yield f"[{personal_queue(desk.extension)}](tongfu)"
        yield f"member => {interface_of(desk.extension)},0,{desk.account_id},{interface_of(desk.extension)}"
        yield ""
