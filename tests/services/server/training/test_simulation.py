"""Training mode: the past, the clock, and a server that works a shift by itself."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from services.clock import ManualClock, RunningClock
from services.contracts.accounts import Role
from services.server.accounts import repository as accounts
from services.server.app import build_app, build_kernel
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events, calls
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.figures.service import FigureBook
from services.server.kernel import Kernel
from services.server.security import Passwords
from services.server.tickets.tables import tickets
from services.server.training.clock import training_clock
from services.server.training.endpoints import FEATURE as TRAINING
from services.telephony import habits
from tests.services.server.conftest import CHEAP, Api, SignIn, add_account
from tests.zone import ZONE

NOW = datetime(2026, 3, 10, 1, tzinfo=UTC)


def training_kernel(url: str, folder: Path, clock: ManualClock | RunningClock) -> Kernel:
    config = ServerConfig(url, folder, training=True)
    return build_kernel(config, Database(url), clock, passwords=Passwords(CHEAP))


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer calls than usual: the past is made faster."""
    monkeypatch.setattr("services.server.training.simulation.PEAK_PER_HOUR", 50.0)


@pytest.fixture
def served(database_url: str, tmp_path: Path) -> Iterator[tuple[Kernel, TestClient]]:
    """A training server that has just been set up, at nine in the morning, with its clock in the test's hand."""
    kernel = training_kernel(database_url, tmp_path, ManualClock(NOW))
    yield kernel, TestClient(build_app(kernel))
    kernel.database.close()


@pytest.fixture
def trained(served: tuple[Kernel, TestClient]) -> Kernel:
    return served[0]


def test_the_past_is_there_and_agrees_with_itself(trained: Kernel) -> None:
    with trained.database.read() as connection:
        rows = connection.execute(select(calls)).all()
        linked = connection.execute(
            select(tickets.c.call_id, tickets.c.created_by_id, tickets.c.created_at, tickets.c.person_id).where(
                tickets.c.call_id.is_not(None)
            )
        ).all()
        events = connection.execute(select(func.count()).select_from(call_events)).scalar_one()
    days = Counter(row.offered_at.astimezone(ZONE).date().isoformat() for row in rows)
    assert set(days) == {"2026-03-03", "2026-03-09", "2026-03-10"}
    assert days["2026-03-09"] > 400
    assert 15 < days["2026-03-10"] < 150
    assert events > 8_000
    assert {row.state for row in rows} <= {"ended", "abandoned"}
    assert all(row.offered_at < NOW for row in rows)
    assert sum(row.person_id is not None for row in rows) > 0.3 * len(rows)
    assert any(row.repeated for row in rows)
    by_id = {row.id: row for row in rows}
    assert len(linked) > 20
    for ticket in linked:
        call = by_id[ticket.call_id]
        assert call.agent_id == ticket.created_by_id
        assert abs(ticket.created_at - call.ended_at) < timedelta(minutes=15)
    figures = trained.read(
        lambda tx: FigureBook().figures(tx, NOW - timedelta(hours=24), NOW - timedelta(hours=16), 20)
    )
    assert figures.occupancy is not None
    assert 0.1 < figures.occupancy < 0.6
    assert figures.abandon_rate is not None
    assert figures.abandon_rate < 0.15
    TRAINING.install(trained)
    with trained.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(calls)).scalar_one() == len(rows), "added twice"


def test_colleagues_take_calls_and_the_clock_goes_on_from_the_last_of_them(trained: Kernel) -> None:
    floor = trained.room(CallFloor)
    clock = trained.clock
    assert isinstance(clock, ManualClock)
    for _ in range(30):
        clock.advance(20)
        floor.turn()
    with floor.look() as core:
        states = Counter(agent.state.value for agent in core.state.agents.values())
    assert sum(states.values()) == 10
    assert states["offline"] == 0
    real = ManualClock(datetime(2026, 3, 11, 20, tzinfo=UTC))
    opened = training_clock(trained.database, real, 5.0, ZONE)
    assert opened.speed == 5.0
    assert opened.now().astimezone(ZONE).isoformat()[:16] == "2026-03-12T09:00"
    earlier = training_clock(trained.database, ManualClock(NOW - timedelta(days=3)), 1.0, ZONE)
    with trained.database.read() as connection:
        last = connection.execute(select(func.max(call_events.c.at))).scalar_one()
        assert timedelta(0) < earlier.now() - last < timedelta(minutes=3)
        live = connection.execute(select(calls).where(calls.c.offered_at >= NOW)).all()
    assert len(live) > 2
    assert any(row.answered_at for row in live)


def signed_in(kernel: Kernel, client: TestClient, username: str) -> Api:
    account = kernel.read(lambda tx: accounts.find(tx.connection, username))
    assert account is not None
    return Api(client, account, kernel.tokens.issue(account.id, account.name, account.roles, "s"))


def test_a_colleague_asks_for_help_and_the_lead_comes(
    served: tuple[Kernel, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(habits, "ONE_ASKS_OF", 1)
    kernel, client = served
    floor, clock = kernel.room(CallFloor), kernel.clock
    assert isinstance(clock, ManualClock)
    lead = signed_in(kernel, client, "lead01")

    def asking() -> list[dict[str, Any]]:
        clock.advance(10)
        floor.turn()
        return [row for row in lead.get("/v1/snapshot").json()["agents"] if row["help_since"]]

    asked = next(rows for _ in range(120) if (rows := asking()))[0]
    assert asked["simulated"]
    told = lead.get("/v1/notices").json()["items"]
    assert {(row["code"], row["urgent"]) for row in told} == {("help", True)}
    assert asked["account_id"] in {row["values"]["agent"] for row in told}
    call_id = asked["call_id"]
    for mode in ("whisper", "join"):
        assert lead.post(f"/v1/calls/{call_id}/supervise", json={"mode": mode}).status_code == 200
    (row,) = [row for row in lead.get("/v1/snapshot").json()["agents"] if row["supervisors"]]
    assert (row["account_id"], row["help_since"]) == (asked["account_id"], None)
    kinds = [row["kind"] for row in lead.get(f"/v1/calls/{call_id}/events").json()]
    assert kinds.index("help_asked") < kinds.index("supervised") < kinds.index("help_ended")


def test_nobody_takes_calls_with_a_simulated_colleagues_account(served: tuple[Kernel, TestClient]) -> None:
    kernel, client = served
    floor, clock = kernel.room(CallFloor), kernel.clock
    assert isinstance(clock, ManualClock)
    lead, double = signed_in(kernel, client, "lead02"), signed_in(kernel, client, "agent05")
    clock.advance(60)
    floor.turn()
    before = double.get("/v1/snapshot").json()["me"]["state"]
    assert before != "offline"
    for state in ("ready", "offline"):
        refused = double.put("/v1/agents/me/state", json={"state": state, "take_over": True})
        assert (refused.status_code, refused.json()["code"]) == (409, "simulated_colleague")
    assert double.get("/v1/snapshot").json()["me"]["state"] == before
    floor.offer("one", "16100000001", "city")
    clock.advance(0.5)
    floor.turn()
    with floor.look() as core:
        rung = core.state.calls["one"].agent_id or None
    for what, body in (("answer", None), ("take", {"from_agent_id": rung})):
        refused = double.post(f"/v1/calls/one/{what}", json=body)
        assert refused.status_code in (403, 409), what
    # The lead with a desk takes the caller before the colleague does, and has them alone.
    taken = lead.post("/v1/calls/one/take", json={"from_agent_id": rung})
    assert taken.status_code == 200, taken.text
    clock.advance(20)
    floor.turn()
    me = lead.get("/v1/snapshot").json()["me"]
    assert (me["state"], me["call_id"], me["simulated"]) == ("talking", "one", False)


def test_without_training_mode_it_says_so(sign_in: SignIn) -> None:
    lead = sign_in(Role.LEAD)
    assert lead.get("/v1/training").json()["active"] is False
    refused = lead.patch("/v1/training", json={"speed": 5})
    assert (refused.status_code, refused.json()["code"]) == (409, "no_training")
    assert sign_in(Role.AGENT).patch("/v1/training", json={"speed": 5}).status_code == 403


def test_speed_and_pause_at_sixty_times(database_url: str, tmp_path: Path) -> None:
    clock = RunningClock(NOW, 1.0)
    kernel = training_kernel(database_url, tmp_path, clock)
    with TestClient(build_app(kernel)) as client:
        account = add_account(kernel, Role.LEAD)
        lead = Api(client, account, kernel.tokens.issue(account.id, account.name, account.roles, "s"))
        assert lead.patch("/v1/training", json={"speed": 61}).status_code == 422
        changed = lead.patch("/v1/training", json={"speed": 60}).json()
        assert (changed["active"], changed["speed"], changed["paused"]) == (True, 60.0, False)
        assert lead.get("/v1/snapshot").json()["speed"] == 60.0
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with kernel.database.read() as connection:
                live = connection.execute(select(calls.c.wait_seconds).where(calls.c.offered_at > NOW)).all()
            if len(live) >= 3:
                break
            time.sleep(0.1)
        assert len(live) >= 3
        paused = lead.patch("/v1/training", json={"paused": True}).json()
        assert (paused["paused"], paused["speed"]) == (True, 60.0)
        assert lead.get("/v1/snapshot").json()["training"]["paused"] is True
        before = clock.now()
        time.sleep(0.1)
        assert clock.now() == before
        lead.patch("/v1/training", json={"paused": False, "speed": 2})
        assert clock.speed == 2
    kernel.database.close()
