"""Rules for instructions: each makes its ticket supervised, and ends when the ticket is closed after a follow-up."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from services.contracts.attachments import Attachment
from services.contracts.followups import Instruction, NewInstruction
from services.contracts.lifecycle import Satisfaction, Step, StepRequest
from services.contracts.tickets import TicketStatus
from services.errors import Conflict, InvalidFields
from services.server.attachments import repository as attachments
from services.server.attachments.service import shown
from services.server.followups.tables import tries
from services.server.lifecycle import steps
from services.server.supervision import ladder
from services.server.supervision.tables import instructions
from services.server.tickets import service as tickets_service
from services.server.tickets.tables import tickets
from services.server.transaction import Transaction

_SATISFIED = frozenset({Satisfaction.VERY, Satisfaction.SATISFIED, Satisfaction.BASICALLY})


def enter(tx: Transaction, new: NewInstruction) -> Instruction:
    """Writes an instruction down, once for its id, and puts its ticket under supervision.

    Raises:
        InvalidFields: the deadline has passed, or a file is not beside the ticket, is a citizen's, or another instruction's.
        Conflict: ``already_exists``: the id belongs to another instruction; ``wrong_state``: the ticket is over and would
            have to be reopened first.
    """
    row = tickets_service.row_of(tx, new.ticket_id)
    earlier = tx.connection.execute(select(instructions).where(instructions.c.id == new.id)).first()
    if earlier is not None:
        if (earlier.ticket_key, earlier.text) != (row.key, new.text):
            raise Conflict("already_exists", what=new.id)
        return one(tx, new.id)
    if new.deadline <= tx.now:
        raise InvalidFields({"deadline": ("not_in_future", {})})
    if row.closed_at is not None or row.status == TicketStatus.DRAFT:
        raise Conflict("wrong_state", state=row.status)
    tx.connection.execute(
        insert(instructions),
        {
            "id": new.id,
            "ticket_key": row.key,
            "document": new.document,
            "leader": new.leader,
            "text": new.text,
            "deadline": new.deadline,
            "entered_by_id": tx.actor.account_id,
            "entered_by": tx.actor.name,
            "entered_at": tx.now,
        },
    )
    files = set(new.attachments)
    if files and attachments.give_to(tx.connection, row.id, sorted(files), new.id) != len(files):
        raise InvalidFields({"attachments": ("not_a_choice", {})})
    ladder.begin(tx, new.id, tx.now, new.deadline)
    if not row.supervised:
        steps.move(tx, row, StepRequest(step=Step.SUPERVISE, reason=f"{new.leader} {new.document}".strip()))
    return one(tx, new.id)


def one(tx: Transaction, instruction_id: str) -> Instruction:
    """Returns an instruction."""
    found = _read(tx, instructions.c.id == instruction_id)
    return found[0]


def page(
    tx: Transaction, is_open: bool | None, since: datetime | None, until: datetime | None, limit: int
) -> list[Instruction]:
    """Returns instructions by their deadline; open ones, ended ones, or all; entered in an interval."""
    conditions: list[Any] = []
    if is_open is not None:
        conditions.append(instructions.c.ended_at.is_(None) if is_open else instructions.c.ended_at.is_not(None))
    if since is not None:
        conditions.append(instructions.c.entered_at >= since)
    if until is not None:
        conditions.append(instructions.c.entered_at < until)
    return _read(tx, *conditions, limit=limit)


def _read(tx: Transaction, *conditions: Any, limit: int = 1) -> list[Instruction]:
    query = (
        select(instructions, tickets.c.id.label("ticket"), tickets.c.number, tickets.c.title, tickets.c.unit)
        .add_columns(tickets.c.status, tickets.c.confidential)
        .select_from(instructions.join(tickets, tickets.c.key == instructions.c.ticket_key))
        .where(*conditions)
        .order_by(instructions.c.deadline, instructions.c.id)
        .limit(limit)
    )
    rows = tx.connection.execute(query).all()
    answers = _answers(tx, [row.ticket_key for row in rows])
    files: dict[str, list[Attachment]] = {}
    for each in attachments.of_instructions(tx.connection, [row.id for row in rows]):
        files.setdefault(each.instruction_id, []).append(shown(each))
    return [_instruction(tx, row, answers.get(row.ticket_key, []), files.get(row.id, [])) for row in rows]


def _answers(tx: Transaction, keys: list[int]) -> dict[int, list[Row[Any]]]:
    """Returns the last answer of everybody who was asked, by ticket."""
    counts = tries.c.reached & tries.c.undone_at.is_(None)
    query = select(tries).where(tries.c.ticket_key.in_(keys), counts).order_by(tries.c.id)
    last = {(row.ticket_key, row.voice_key): row for row in tx.connection.execute(query)} if keys else {}
    found: dict[int, list[Row[Any]]] = {}
    for row in last.values():
        found.setdefault(row.ticket_key, []).append(row)
    return found


def _instruction(tx: Transaction, row: Row[Any], answers: list[Row[Any]], files: list[Attachment]) -> Instruction:
    return Instruction(
        id=row.id,
        ticket_id=row.ticket,
        number=row.number,
        title=row.title,
        unit=row.unit,
        status=TicketStatus(row.status),
        document=row.document,
        leader=row.leader,
        text=row.text,
        deadline=row.deadline,
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        ended_at=row.ended_at,
        solved=bool(row.ended_at and answers) and all(each.solved for each in answers),
        satisfied=bool(row.ended_at and answers) and all(each.satisfaction in _SATISFIED for each in answers),
        overdue=row.ended_at is None and row.deadline < tx.now,
        attachments=files,
    )
