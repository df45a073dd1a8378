"""What a lead sees and changes of an agent: the evidence of what happened last, and the skills."""

from services.contracts.accounts import Account, AccountChange, AgentSkills, Role
from services.contracts.calls import RawCallEvent
from services.errors import NotFound
from services.server.accounts import repository as accounts
from services.server.accounts import service as staff
from services.server.calls import repository
from services.server.calls.core import FloorCore
from services.server.calls.enrolled import is_as
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel
from services.server.transaction import Transaction

_HIDDEN = frozenset({"number", "text"})


def evidence(tx: Transaction, agent_id: str, limit: int) -> list[RawCallEvent]:
    """Returns what the exchange and the floor last stated about an agent, the newest first; nothing of citizens."""
    found = repository.events_of_agent(tx.connection, agent_id, limit)
    return [
        event.model_copy(update={"data": {key: value for key, value in event.data.items() if key not in _HIDDEN}})
        for event in found
    ]


def set_skills(kernel: Kernel, floor: CallFloor, tx: Transaction, agent_id: str, asked: AgentSkills) -> Account:
    """Gives an agent other skills: kept in the account, in force on the floor and at the exchange at once.

    Raises:
        NotFound: there is no such agent.
        StaleVersion: somebody else has changed the account since.
    """
    known = accounts.find(tx.connection, agent_id)
    if known is None or Role.AGENT not in known.roles:
        raise NotFound("agent")
    account = staff.change(kernel, tx, agent_id, AccountChange(skills=asked.skills), None)

    def work(core: FloorCore) -> None:
        if agent_id in core.state.agents:
            floor.enrol(core, account)

    floor.act(tx, work)
    # The exchange reads the district's people anew, and they are there only after the commit.
    tx.at_end.append(lambda committed: floor.core.exchange.skills_changed(agent_id) if committed else None)
    return account


def follow_accounts(kernel: Kernel, floor: CallFloor) -> None:
    """Some account was changed, by an administrator or at another replica: what it says of an agent counts at once, too."""
    known = {account.id: account for account in kernel.read(lambda tx: accounts.everyone(tx.connection))}
    with floor.look() as core:
        agents = list(core.state.agents.values())
    changed = [known[agent.id] for agent in agents if agent.id in known and not is_as(agent, known[agent.id])]

    def work(core: FloorCore) -> None:
        for account in changed:
            if account.id in core.state.agents:
                floor.enrol(core, account)

    if changed:
        kernel.write(lambda tx: floor.act(tx, work))
    told = {account.id for account in changed} | {account.id for account in known.values() if not account.active}
    for agent in agents:
        if agent.id in told:
            floor.core.exchange.skills_changed(agent.id)
