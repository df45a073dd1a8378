"""What opens, moves and closes the case of a number."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from uuid_utils import uuid7

from services.contracts.accounts import Permission, Role
from services.contracts.blocking import (
    Approval,
    BlockCase,
    BlockCases,
    BlockRules,
    BlockStory,
    CaseState,
    Decision,
    NewBlockRules,
    NewReport,
    Report,
    Treatment,
)
from services.contracts.events import Topic
from services.contracts.notices import NoticeCode
from services.contracts.text import mask_number, number_key
from services.errors import Conflict, NotFound, StaleVersion
from services.server.blocking import repository, settings
from services.server.blocking.rules import (
    JUST_ENDED,
    OPEN,
    Happening,
    end_of,
    in_force,
    is_never,
    proposes,
    step,
)
from services.server.callbacks import service as call_backs
from services.server.notices import service as notices
from services.server.notices.repository import people_with
from services.server.timers import service as timers
from services.server.transaction import Transaction, everyone_with

log = logging.getLogger(__name__)

END_TIMER, RULES_TIMER, FORGET_TIMER = "block_end", "block_rules", "block_forget"
_AUDIENCE = (everyone_with(Permission.CALLER_BLOCK),)
_SHOWN = 500


# -- what agents do


def report(tx: Transaction, call_id: str, new: NewReport) -> Report:
    """An agent says that the caller of their call harasses. Said again, the words of the same report change.

    Raises:
        NotFound: there is no such call.
        Conflict: ``call_gone``: it is somebody else's, or over for long; ``no_number``: the number is withheld.
    """
    call = repository.call(tx.connection, call_id)
    if call is None:
        raise NotFound("call")
    over = call.ended_at is not None and tx.now - call.ended_at > JUST_ENDED
    if call.agent_id != tx.actor.account_id or call.answered_at is None or over:
        raise Conflict("call_gone")
    number = number_key(call.number)
    if not number:
        raise Conflict("no_number")
    known = repository.reported(tx.connection, call_id, tx.actor.account_id)
    values = {"reason": new.reason.value, "note": new.note}
    if known is not None:
        repository.change_report(tx.connection, known.id, values)
        return Report.model_validate({**known._mapping, **values})
    row = _open(tx, number)
    made = {
        **values,
        "case_id": row.id,
        "call_id": call_id,
        "at": tx.now,
        "agent_id": tx.actor.account_id,
        "agent": tx.actor.name,
    }
    repository.add_report(tx.connection, made)
    _count(tx, row)
    return Report.model_validate(made)


def _open(tx: Transaction, number: str) -> Any:
    """Returns the open case of a number, a new one where there is none."""
    row = repository.open_of(tx.connection, number)
    if row is not None and row.state == CaseState.BLOCKED and not in_force(CaseState.BLOCKED, row.until, tx.now):
        # Its timer comes in a moment.
        _keep(tx, row, Happening.END, "ended")
        row = None
    if row is not None:
        return row
    values = {
        "id": str(uuid7()),
        "version": 1,
        "state": CaseState.REPORTED.value,
        "number": number,
        "open_number": number,
        "reports": 0,
        "agents": 0,
        "first_at": tx.now,
        "last_at": tx.now,
    }
    try:
        with tx.attempt():
            repository.add(tx.connection, values)
    except IntegrityError:
        # Another agent reports the same number in this moment.
        log.info("a number was reported twice at once")
    return repository.open_of(tx.connection, number)


def _count(tx: Transaction, row: Any) -> None:
    rules = settings.rules(tx)
    count, agents = repository.reporters(tx.connection, row.id)
    row = _keep(tx, row, Happening.REPORT, "reported", reports=count, agents=agents, last_at=tx.now)
    if row.state != CaseState.REPORTED or is_never(row.number, rules.never):
        return
    moments = repository.report_moments(tx.connection, row.id, tx.now - timedelta(days=rules.days))
    if proposes(moments, tx.now, rules):
        _keep(tx, row, Happening.PROPOSE, "proposed", note=f"{rules.agents}/{rules.days}")
        deciding = [account for role in (Role.LEAD, Role.INSPECTOR) for account in people_with(tx.connection, role)]
        notices.tell(tx, deciding, NoticeCode.BLOCK_PROPOSED, {"agents": agents, "case": row.id})


# -- what leads and inspectors do


def page(tx: Transaction, is_open: bool) -> BlockCases:
    """Returns cases, masked: those that are open, or those that are over."""
    rules = settings.rules(tx)
    rows = repository.listed(tx.connection, is_open, _SHOWN)
    proposed, blocked = repository.counts(tx.connection, tx.now)
    return BlockCases(items=[_view(tx, row, rules) for row in rows], proposed=proposed, blocked=blocked)


def story(tx: Transaction, case_id: str) -> BlockStory:
    """Returns who reported which calls, and what was decided."""
    if repository.find(tx.connection, case_id) is None:
        raise NotFound("block")
    return BlockStory(
        reports=repository.reports(tx.connection, case_id), entries=repository.trail(tx.connection, case_id)
    )


def look(tx: Transaction, case_id: str) -> BlockCase:
    """Returns a case with its whole number; the look is recorded."""
    row = repository.find(tx.connection, case_id)
    if row is None:
        raise NotFound("block")
    tx.looked_at("blocked_number", case_id)
    return _view(tx, row, settings.rules(tx), numbered=True)


def approve(tx: Transaction, case_id: str, asked: Approval) -> BlockCase:
    """Blocks a number until a date.

    Raises:
        Conflict: ``block_decided``; ``never_blocked``, an emergency number or one of the list.
        InvalidFields: the end is past or too far away.
    """
    row, rules = _locked(tx, case_id), settings.rules(tx)
    step(CaseState(row.state), Happening.APPROVE)
    if is_never(row.number, rules.never):
        raise Conflict("never_blocked")
    until, treatment = end_of(asked.until, tx.now, rules), asked.treatment or rules.treatment
    row = _keep(
        tx,
        row,
        Happening.APPROVE,
        "blocked",
        note=f"{treatment.value} {until.isoformat(timespec='minutes')}",
        treatment=treatment.value,
        until=until,
        **_decided(tx, ""),
    )
    timers.set(tx, END_TIMER, case_id, until)
    call_backs.blocked(tx, row.number)
    return _view(tx, row, rules)


def reject(tx: Transaction, case_id: str, why: Decision) -> BlockCase:
    """Decides against a block. What was reported so far counts no more."""
    row = _locked(tx, case_id)
    row = _keep(tx, row, Happening.REJECT, "rejected", note=why.reason, **_decided(tx, why.reason))
    return _view(tx, row, settings.rules(tx))


def lift(tx: Transaction, case_id: str, why: Decision) -> BlockCase:
    """Ends a block before its date."""
    row = _locked(tx, case_id)
    row = _keep(tx, row, Happening.LIFT, "lifted", note=why.reason, **_decided(tx, why.reason))
    timers.cancel(tx, END_TIMER, case_id)
    return _view(tx, row, settings.rules(tx))


def set_rules(tx: Transaction, new: NewBlockRules) -> BlockRules:
    """Adds a version of the rules. A number that is never blocked from then on is let in at that moment."""
    made = settings.add(tx, new)
    if made.effective_from is not None and made.effective_from > tx.now:
        timers.set(tx, RULES_TIMER, str(made.version), made.effective_from)
    else:
        let_in(tx)
    return made


def let_in(tx: Transaction) -> None:
    """Takes back what the rules in force do not allow any more; how long numbers are kept holds for cases that are over already."""
    rules = settings.rules(tx)
    for row in repository.opened(tx.connection):
        if row.state != CaseState.REPORTED and is_never(row.number, rules.never):
            _keep(tx, row, Happening.WITHDRAW, "withdrawn", note=f"{rules.version}", **_decided(tx, ""))
            timers.cancel(tx, END_TIMER, row.id)
    kept = timedelta(days=rules.kept_days)
    timers.set_many(tx, FORGET_TIMER, {case_id: at + kept for case_id, at in repository.over(tx.connection)})


# -- what happens by itself


def ended(tx: Transaction, timer: timers.Timer) -> None:
    """The end of a block has come."""
    row = repository.locked(tx.connection, timer.subject)
    if row is not None and row.state == CaseState.BLOCKED and not in_force(CaseState.BLOCKED, row.until, tx.now):
        _keep(tx, row, Happening.END, "ended")


def forget(tx: Transaction, timer: timers.Timer) -> None:
    """A case has been over for long: its number is masked for good."""
    row = repository.locked(tx.connection, timer.subject)
    if row is not None and CaseState(row.state) not in OPEN:
        repository.change(tx.connection, row.id, {"number": mask_number(row.number)})


def attempted(tx: Transaction, number: str, at: datetime, call_id: str = "") -> None:
    """Counts a call of a blocked number; one that the exchange tells of twice is one call."""
    if call_id and repository.told(tx.connection, call_id) > 1:
        return
    row = repository.open_of(tx.connection, number) if number else None
    if row is not None and row.state == CaseState.BLOCKED:
        repository.attempt(tx.connection, number, at)
        _tell(tx, row.id, row.version, CaseState.BLOCKED)


# -- rows


def _locked(tx: Transaction, case_id: str) -> Any:
    row = repository.locked(tx.connection, case_id)
    if row is None:
        raise NotFound("block")
    if tx.expected_version is not None and tx.expected_version != row.version:
        raise StaleVersion(_view(tx, row, settings.rules(tx)).model_dump(mode="json"))
    return row


def _decided(tx: Transaction, reason: str) -> dict[str, Any]:
    return {"decided_by": tx.actor.name, "decided_at": tx.now, "reason": reason}


def _keep(tx: Transaction, row: Any, happening: Happening, what: str, note: str = "", **more: Any) -> Any:
    state = step(CaseState(row.state), happening)
    values = {"state": state.value, "version": row.version + 1, **more}
    if state not in OPEN:
        values["open_number"] = None
        timers.set(tx, FORGET_TIMER, row.id, tx.now + timedelta(days=settings.rules(tx).kept_days))
    repository.change(tx.connection, row.id, values)
    said = {"case_id": row.id, "at": tx.now, "what": what, "note": note}
    repository.note(tx.connection, {**said, "by_id": tx.actor.account_id, "by": tx.actor.name})
    _tell(tx, row.id, row.version + 1, state)
    return repository.find(tx.connection, row.id)


def _tell(tx: Transaction, case_id: str, version: int, state: CaseState) -> None:
    tx.append(Topic.BLOCK, case_id, {"id": case_id, "version": version, "state": state.value}, *_AUDIENCE)


def _view(tx: Transaction, row: Any, rules: BlockRules, numbered: bool = False) -> BlockCase:
    state = CaseState(row.state)
    if state is CaseState.BLOCKED and not in_force(state, row.until, tx.now):
        state = CaseState.ENDED
    return BlockCase(
        id=row.id,
        version=row.version,
        state=state,
        number=row.number if numbered else "",
        number_masked=mask_number(row.number),
        reports=row.reports,
        agents=row.agents,
        first_at=row.first_at,
        last_at=row.last_at,
        never=is_never(row.number, rules.never),
        treatment=Treatment(row.treatment) if row.treatment else None,
        until=row.until,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
        attempts=row.attempts,
        last_attempt_at=row.last_attempt_at,
    )
