"""Leads are told that an agent asks for help: a person at the desk, or a simulated colleague by the exchange's word."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from services.contracts.accounts import Role
from services.contracts.calls import CallEventKind
from services.contracts.notices import NoticeCode
from services.server.notices import repository as told
from services.server.notices.service import tell
from services.server.transaction import Transaction
from services.telephony.protocol import Fact

if TYPE_CHECKING:
    from services.server.calls.floor import CallFloor


def call_leads(floor: "CallFloor", tx: Transaction, facts: Sequence[Fact], _changed: Sequence[Any]) -> None:
    """Follows the floor: each time somebody begins to ask, all leads get a notice."""
    for fact in facts:
        if fact.kind is CallEventKind.HELP_ASKED:
            name = floor.core.state.agents[fact.agent_id].name
            leads = told.people_with(tx.connection, Role.LEAD)
            tell(tx, leads, NoticeCode.HELP, {"name": name, "agent": fact.agent_id}, urgent=True)
