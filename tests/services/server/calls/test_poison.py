"""An event that cannot be stored does not keep the others back, and is told where the server's health is asked for."""

from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from services.contracts.calls import CallEventKind, CallState
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events, calls
from services.server.kernel import Kernel
from services.telephony.exchange import LocalExchange
from services.telephony.protocol import Fact
from tests.services.server.calls.conftest import ring


def exchange(floor: CallFloor) -> LocalExchange:
    found = floor.core.exchange
    assert isinstance(found, LocalExchange)
    return found


def stored(kernel: Kernel) -> dict[str, str]:
    with kernel.database.read() as connection:
        return {row.id: row.state for row in connection.execute(select(calls))}


def test_a_call_that_was_stored_as_over_and_is_offered_again_is_set_aside(
    kernel: Kernel, floor: CallFloor, client: TestClient
) -> None:
    over = ring(floor)
    kernel.write(lambda tx: floor.act(tx, lambda core: core.ask(lambda: exchange(floor).hang_up(over))))
    assert client.get("/v1/health").json()["troubles"] == []
    again = Fact(CallEventKind.OFFERED, floor.core.now, over, "", {"number": "0138", "skill": "general"})
    with floor.look() as core:
        core._pending.append(again)
        exchange(floor).call_in("call-before", "0138", "general")
    floor.turn()
    exchange(floor).call_in("call-after", "0138", "city")
    floor.turn()
    assert stored(kernel) == {over: "abandoned", "call-before": "waiting", "call-after": "waiting"}
    assert floor.set_aside == 1
    with kernel.database.read() as connection:
        kinds = connection.execute(select(call_events.c.kind).where(call_events.c.call_id == "call-before")).scalars()
        assert list(kinds) == ["offered", "queued"], "once"
    (said,) = client.get("/v1/health").json()["troubles"]
    assert said.startswith("1 events of the exchange could not be stored")
    assert client.get("/v1/health").status_code == 200
    assert "tongfu_floor_set_aside 1.0" in client.get("/v1/metrics").text


def test_where_no_fact_is_to_blame_nothing_is_set_aside(
    kernel: Kernel, floor: CallFloor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("broken")

    exchange(floor).call_in("call-kept", "0138", "general")
    with monkeypatch.context() as patch:
        patch.setattr("services.server.calls.floor.announce", fail)
        with pytest.raises(ValueError, match="broken"):
            floor.turn()
    assert floor.set_aside == 0
    floor.turn()
    with floor.look() as core:
        assert core.state.calls["call-kept"].state is CallState.WAITING
    assert stored(kernel) == {"call-kept": "waiting"}
