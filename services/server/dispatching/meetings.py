"""Joint meetings 联席会商: their record, and the line that they want in the dispatch catalogue.

A ticket that was returned twice shows that the catalogue does not say clearly whose matter it is; so what the meeting
decides is proposed to the editor of the catalogue as a line of its own.
"""

from typing import Any

from uuid_utils import uuid7

from services.contracts.accounts import Permission, Role
from services.contracts.dispatching import Meeting, ProposalDecision, ProposalStatus, Rule, RuleProposal
from services.contracts.events import Topic
from services.contracts.lifecycle import StepRequest
from services.contracts.notices import NoticeCode
from services.contracts.tickets import UnitLevel
from services.errors import Conflict, InvalidFields, NotFound
from services.server.clocks import service as clocks
from services.server.dispatching import experience, repository, service
from services.server.dispatching.resolution import Matter
from services.server.notices import service as notices
from services.server.notices.repository import people_with
from services.server.tickets import view
from services.server.transaction import Transaction, everyone_with


def is_due(tx: Transaction, row: Any) -> bool:
    """Tells whether a ticket was returned so often that only a joint meeting decides who handles it."""
    # Most were never returned: the rules are not read for them.
    return row.return_count > 0 and bool(row.return_count >= clocks.rules(tx).returns_until_meeting)


def record(tx: Transaction, row: Any, request: StepRequest) -> None:
    """Keeps a meeting's record, and proposes its decision where the catalogue says otherwise; ``row`` is the ticket's after it."""
    returned = experience.returned_by(tx.connection, row.key)
    meeting = Meeting(
        id=str(uuid7()),
        at=tx.now,
        candidates=list(dict.fromkeys([*request.candidates, *sorted(returned), request.unit])),
        participants=request.participants,
        unit=request.unit,
        assisting=request.assisting,
        decision=request.text,
        basis=request.basis,
        chaired_by=tx.actor.name,
    )
    repository.add_meeting(tx.connection, row.key, meeting)
    unit = repository.unit(tx.connection, request.unit)
    matter = Matter(row.category, row.town, row.village, row.kind)
    _version, rule = service.rule_for(tx, matter)
    if unit is None or not row.category or (rule is not None and rule.unit == unit.code):
        return
    proposed = Rule(
        category=row.category,
        # A town's or village's centre has its own place only.
        place=unit.place,
        unit=unit.code,
        basis=request.basis,
        department_only=unit.level is UnitLevel.DEPARTMENT,
    )
    proposal = RuleProposal(
        id=str(uuid7()),
        rule=proposed,
        status=ProposalStatus.PROPOSED,
        ticket_id=row.id,
        number=row.number,
        # The editor of the catalogue does not see the ticket.
        decision=view.without_identity(request.text, row),
        created_at=tx.now,
        created_by=tx.actor.name,
    )
    repository.add_proposal(tx.connection, proposal)
    _tell(tx, proposal)
    editors = people_with(tx.connection, Role.ADMINISTRATOR)
    # Without the ticket: they do not see it.
    notices.tell(tx, editors, NoticeCode.RULE_PROPOSED, {"number": proposal.number})


def page(tx: Transaction, status: ProposalStatus, after: str, limit: int) -> list[RuleProposal]:
    """Returns proposed lines of a status, oldest first."""
    return repository.proposals(tx.connection, status, after, limit)


def decide(tx: Transaction, proposal_id: str, decision: ProposalDecision) -> RuleProposal:
    """Takes a proposed line into the catalogue, as it is or as the editor has changed it, or refuses it.

    Raises:
        NotFound: there is no such proposal.
        Conflict: ``wrong_state``: it was decided already.
        InvalidFields: a code of the line is not in the catalogue any more; no reason is given for a refusal.
    """
    proposal = repository.proposal(tx.connection, proposal_id)
    if proposal is None:
        raise NotFound("proposal")
    if not decision.accept and not decision.reason:
        raise InvalidFields({"reason": ("required", {})})
    rule = decision.rule or proposal.rule
    status = ProposalStatus.ACCEPTED if decision.accept else ProposalStatus.REFUSED
    changes: dict[str, Any] = {
        "status": status,
        "rule": rule if decision.accept else proposal.rule,
        "decided_at": tx.now,
        "decided_by": tx.actor.name,
        "reason": decision.reason,
    }
    if proposal.status is ProposalStatus.PROPOSED and decision.accept:
        changes["version"] = service.put(tx, rule, f"联席会商 {proposal.number}")
    decided = proposal.model_copy(update=changes)
    if not repository.decide(tx.connection, decided):
        raise Conflict("wrong_state", state=proposal.status.value)
    _tell(tx, decided)
    return decided


def _tell(tx: Transaction, proposal: RuleProposal) -> None:
    data = {"id": proposal.id, "status": proposal.status.value, "number": proposal.number}
    tx.append(Topic.RULE_PROPOSAL, proposal.id, data, everyone_with(Permission.CATALOGUE_MANAGE))
