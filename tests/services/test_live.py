"""Snapshot, stream, resumption, staleness: nothing missed, nothing shown as fresh that is not."""

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import orjson

from services.clock import ManualClock
from services.contracts.events import Snapshot
from services.errors import AppError, NotSignedIn
from services.live import ChangeKind, LiveChange, LiveFeed
from services.tasks import Progress

ACCOUNT = {"id": "agent01", "username": "agent01", "name": "话务员01", "roles": ["agent"]}
NOW = "2026-03-02T01:00:00Z"


def snapshot(as_of: int, **more: Any) -> Snapshot:
    values = {"as_of": as_of, "now": NOW, "api_version": "1.0", "account": ACCOUNT, "permissions": [], **more}
    return Snapshot.model_validate(values)


def event(number: int, topic: str, /, **data: Any) -> bytes:
    body = {"id": number, "at": NOW, "topic": topic, "subject": "x", "data": data}
    return b"id: %d\ndata: %b\n\n" % (number, orjson.dumps(body))


def heartbeat(as_of: int, speed: float = 1.0) -> bytes:
    return b"event: heartbeat\ndata: %b\n\n" % orjson.dumps({"now": NOW, "speed": speed, "as_of": as_of})


def entry(call: str, priority: int = 0, minute: int = 0) -> dict[str, Any]:
    return {
        "call_id": call,
        "number_masked": "161****0001",
        "skill": "general",
        "since": f"2026-03-02T00:{minute:02}:00Z",
        "priority": priority,
    }


class Server:
    """Plays streams one after another; an exception in one breaks it off. The end of all signs the person out."""

    def __init__(self, *streams: list[bytes | Exception], snapshots: list[Snapshot] | None = None) -> None:
        self.streams = list(streams)
        self.snapshots = snapshots or [snapshot(10)]
        self.after: list[int] = []

    def snapshot(self) -> Snapshot:
        return self.snapshots.pop(0)

    def events(self, after: int, read_seconds: float, progress: Progress) -> AbstractContextManager[Iterator[bytes]]:
        self.after.append(after)
        if not self.streams:
            raise NotSignedIn
        chunks = self.streams.pop(0)

        def play() -> Iterator[bytes]:
            for chunk in chunks:
                if isinstance(chunk, Exception):
                    raise chunk
                yield chunk

        return contextlib.nullcontext(play())


def follow(server: Server) -> tuple[LiveFeed, list[LiveChange], ManualClock]:
    clock = ManualClock()
    feed = LiveFeed(server, clock, lambda callback: callback())
    changes: list[LiveChange] = []
    feed.listen(changes.append)
    feed.retry_now()
    feed.run(Progress())
    return feed, changes, clock


def test_events_after_the_snapshot_change_the_state() -> None:
    server = Server(
        [event(11, "queue", entry=entry("a")), event(12, "queue", entry=entry("b", 1)), event(13, "queue", left="a")]
    )
    feed, changes, _ = follow(server)
    assert [e.call_id for e in feed.state.queue_in_order()] == ["b"]
    assert [c.kind for c in changes if c.event] == [ChangeKind.EVENT] * 3


def test_after_a_break_it_resumes_from_the_last_id_and_ignores_what_it_has() -> None:
    server = Server(
        [event(11, "queue", entry=entry("a")), AppError("unreachable", status=503)],
        [event(11, "queue", entry=entry("again")), event(12, "queue", entry=entry("b"))],
    )
    feed, changes, _ = follow(server)
    assert server.after[:2] == [10, 11]
    assert set(feed.state.queue) == {"a", "b"}
    assert len([c for c in changes if c.event]) == 2


def test_where_the_log_no_longer_reaches_back_a_new_snapshot_is_taken() -> None:
    server = Server(
        [event(11, "queue", entry=entry("a")), b'event: gone\ndata: {"oldest": 500}\n\n'],
        [],
        snapshots=[snapshot(10), snapshot(600, queue=[entry("fresh")])],
    )
    feed, _, _ = follow(server)
    assert set(feed.state.queue) == {"fresh"}
    assert server.after[1] == 600


def test_alarms_are_kept_until_somebody_has_acknowledged_them() -> None:
    server = Server(
        [
            event(11, "alert", ticket_id="new", number="20261124-000002", unit="D17"),
            event(12, "alert", ticket_id="new", number="20261124-000002", unit="D04"),
            event(13, "alert", ticket_id="old", number="20261124-000001", open=False),
        ],
        snapshots=[snapshot(10, alerts=[{"ticket_id": "old", "number": "20261124-000001", "unit": "D04"}])],
    )
    feed, _, _ = follow(server)
    assert {key: alert.unit for key, alert in feed.state.alerts.items()} == {"new": "D04"}


def test_waiting_callers_stand_in_the_order_of_service() -> None:
    queue = [entry("late", 0, 9), entry("early", 0, 1), entry("elderly", 1, 30)]
    feed, _, _ = follow(Server([], snapshots=[snapshot(10, queue=queue)]))
    assert [e.call_id for e in feed.state.queue_in_order()] == ["elderly", "early", "late"]


def test_five_seconds_of_silence_are_said_and_the_last_true_moment_kept() -> None:
    feed, changes, clock = follow(Server([heartbeat(10)]))
    true_at = feed.state.last_true_at
    clock.advance(4.9)
    feed.tick()
    assert not feed.state.stale
    clock.advance(0.2)
    feed.tick()
    feed.tick()
    assert feed.state.stale
    assert feed.state.last_true_at == true_at
    assert [c.kind for c in changes].count(ChangeKind.STALE) == 1


def test_the_servers_time_runs_on_at_its_speed_and_a_clock_set_back_does_not_move_it() -> None:
    feed, _, clock = follow(Server([heartbeat(10, speed=60.0)]))
    start = feed.server_now()
    clock.advance(2)
    clock.set_back(86_400)
    assert feed.server_now() - start == timedelta(seconds=120)
    assert feed.seconds_since(feed.server_now() + timedelta(hours=1)) == 0


def test_a_topic_that_this_client_does_not_know_is_passed_over() -> None:
    server = Server([event(11, "invented_later", x=1), AppError("unreachable", status=503)], [])
    follow(server)
    assert server.after[1] == 11


def test_ones_own_call_is_kept_through_wrap_up_and_then_forgotten() -> None:
    def call(state: str) -> dict[str, Any]:
        return {"id": "c1", "state": state, "offered_at": NOW, "agent_id": "agent01"}

    def me(state: str) -> dict[str, Any]:
        return {"account_id": "agent01", "name": "话务员01", "state": state, "since": NOW}

    steps = [
        event(11, "agent", **me("talking")),
        event(12, "call", **call("talking")),
        event(13, "call", **call("ended")),
        event(14, "agent", **me("wrap_up")),
    ]
    feed, _, _ = follow(Server(steps))
    assert feed.state.call is not None
    feed, _, _ = follow(Server([*steps, event(15, "agent", **me("ready"))]))
    assert feed.state.call is None


def test_a_lost_session_ends_the_feed_and_is_told() -> None:
    lost: list[bool] = []
    feed = LiveFeed(Server(), ManualClock(), lambda callback: callback(), lambda: lost.append(True))
    feed.run(Progress())
    assert lost == [True]
