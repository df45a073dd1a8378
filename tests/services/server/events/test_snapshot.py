from typing import Any

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.events import Topic
from services.server.accounts import repository as accounts
from services.server.kernel import Kernel
from services.server.transaction import Transaction
from tests.services.server.conftest import SignIn


def test_it_says_who_asks_and_what_it_is_true_at(sign_in: SignIn, kernel: Kernel, clock: ManualClock) -> None:
    agent = sign_in(Role.AGENT)
    for _ in range(3):
        kernel.write(lambda tx: tx.append(Topic.TICKET, "x", {}))
    snapshot = agent.get("/v1/snapshot").json()
    assert snapshot["as_of"] == 3
    assert snapshot["account"]["id"] == agent.account.id
    assert "call.handle" in snapshot["permissions"]
    assert "figures.read" not in snapshot["permissions"]
    assert snapshot["now"].startswith(clock.now().isoformat()[:19])


def test_features_add_what_the_person_may_see(sign_in: SignIn, kernel: Kernel) -> None:
    def part(tx: Transaction) -> dict[str, Any]:
        return {"catalogue_version": 7 if Role.LEAD in tx.actor.roles else 0}

    kernel.snapshot_parts.append(part)
    assert sign_in(Role.LEAD).get("/v1/snapshot").json()["catalogue_version"] == 7
    assert sign_in(Role.AGENT).get("/v1/snapshot").json()["catalogue_version"] == 0


def test_a_change_while_it_is_put_together_belongs_to_a_later_id(sign_in: SignIn, kernel: Kernel) -> None:
    """The database is read as of the id, whatever is committed in the meantime."""
    agent = sign_in(Role.AGENT)
    names: list[str] = []

    def part(tx: Transaction) -> dict[str, Any]:
        def rename(other: Transaction) -> None:
            account = agent.account.model_copy(update={"name": "renamed", "version": 2})
            accounts.put(other.connection, account, 1, None)
            other.append(Topic.ACCOUNT, account.id, {"id": account.id})

        kernel.write(rename)
        found = accounts.find(tx.connection, agent.account.id)
        names.append(found.name if found else "")
        return {}

    kernel.snapshot_parts.append(part)
    before = agent.get("/v1/snapshot").json()
    assert names == [agent.account.name]
    kernel.snapshot_parts.remove(part)
    after = agent.get("/v1/snapshot").json()
    assert (before["account"]["name"], after["account"]["name"]) == (agent.account.name, "renamed")
    assert after["as_of"] == before["as_of"] + 1
