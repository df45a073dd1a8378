from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from services.clock import ManualClock
from services.contracts.accounts import Account, Role
from services.contracts.recordings import DEFAULT_MONTHS, RecordingKind, RetentionRules
from services.server.kernel import Kernel
from services.server.recordings import repository, retention, service
from services.server.recordings.retention import deciding, months_later
from services.server.recordings.service import Shelf
from services.server.recordings.tables import recording_deletions, recording_holds, recordings
from services.server.tickets.tables import tickets
from services.server.timers.service import Timers
from tests.services.server.conftest import Api, SignIn
from tests.services.server.quality.conftest import Floor


def kept(floor: Floor, agent: Account, **more: Any) -> str:
    """A call with a recording in the store."""
    call_id = floor.call(agent, **more)
    kernel = floor.kernel
    noise = np.random.default_rng(floor.made).integers(-900, 900, (800, 2)).astype(np.int16)
    stored = kernel.room(Shelf).store.keep(noise, 8_000)
    kernel.write(lambda tx: service.keep(tx, service.heard(tx, call_id), stored))
    return call_id


def fire(kernel: Kernel) -> None:
    while kernel.room(Timers).fire_due():
        pass


def there(kernel: Kernel) -> set[str]:
    with kernel.database.read() as connection:
        return set(connection.execute(select(recordings.c.call_id)).scalars())


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 240))
def test_months_are_months_of_the_calendar(day: date, months: int) -> None:
    moment = datetime.combine(day, time(5), UTC)
    later = months_later(moment, months)
    assert (later.year - moment.year) * 12 + later.month - moment.month == months
    assert later.day == moment.day or (later.day < moment.day and (later + timedelta(days=1)).day == 1)


@given(st.sets(st.sampled_from(sorted(DEFAULT_MONTHS)[:])), st.booleans())
def test_of_several_kinds_the_longest_counts(kinds: set[RecordingKind], outgoing: bool) -> None:
    of_tickets = {kind.value for kind in kinds}
    rules = RetentionRules()
    found = deciding(rules, of_tickets, outgoing)
    if kinds:
        assert rules.months[found] == max(rules.months[kind] for kind in kinds)
    else:
        assert found == (RecordingKind.OUTGOING if outgoing else RecordingKind.NO_TICKET)


def test_what_is_due_goes_with_its_file_and_is_written_down(
    client: object, floor: Floor, agent: Account, inspector: Api, clock: ManualClock, tmp_path: Path
) -> None:
    old, held = kept(floor, agent), kept(floor, agent)
    assert inspector.post(f"/v1/recordings/{held}/hold", json={"reason": "法院要求"}).status_code == 200
    clock.advance(timedelta(days=150).total_seconds())
    new = kept(floor, agent, ago=-timedelta(days=149).total_seconds())
    clock.advance(timedelta(days=40).total_seconds())
    floor.kernel.room(retention.Retention).begin()
    fire(floor.kernel)
    assert there(floor.kernel) == {held, new}
    assert len(list((tmp_path / "recordings").rglob("*.flac.sealed"))) == 2
    (gone,) = inspector.get("/v1/recording-deletions").json()
    assert (gone["call_id"], gone["kind"], gone["months"], gone["rules"]) == (old, "no_ticket", 6, 0)
    answer = inspector.get(f"/v1/recordings/{old}?why=质检")
    assert (answer.status_code, answer.json()["code"]) == (410, "recording_deleted")
    # Let go, it is due at once.
    assert inspector.post(f"/v1/recordings/{held}/lift", json={"reason": "案件已结"}).status_code == 200
    clock.advance(timedelta(hours=2).total_seconds())
    fire(floor.kernel)
    assert there(floor.kernel) == {new}


def test_a_merged_ticket_follows_the_one_that_is_open(
    client: object, floor: Floor, agent: Account, clock: ManualClock
) -> None:
    call_id = kept(floor, agent)
    made = {"number": "", "version": 1, "opened_as": "draft", "created_by_id": agent.id}
    made |= {"created_at": clock.now(), "updated_at": clock.now(), "kind": "consult"}
    rows = [
        {**made, "key": 1, "id": "voice", "number": "1", "status": "merged", "call_id": call_id, "merged_into": "main"},
        {**made, "key": 2, "id": "main", "number": "2", "status": "merged", "call_id": None, "merged_into": "matter"},
        {**made, "key": 3, "id": "matter", "number": "3", "status": "handling", "call_id": None, "merged_into": None},
    ]
    with floor.kernel.database.write() as connection:
        connection.execute(insert(tickets), rows)
    floor.kernel.room(retention.Retention).begin()
    clock.advance(timedelta(days=400).total_seconds())
    fire(floor.kernel)
    assert there(floor.kernel) == {call_id}, "the matter is still open"
    with floor.kernel.database.write() as connection:
        connection.execute(update(tickets).where(tickets.c.id == "matter").values(status="closed"))
    clock.advance(timedelta(days=8).total_seconds())
    fire(floor.kernel)
    assert there(floor.kernel) == set()


def test_new_rules_count_for_what_is_there_already(
    client: object, floor: Floor, agent: Account, sign_in: SignIn, clock: ManualClock
) -> None:
    call_id = kept(floor, agent)
    clock.advance(timedelta(days=100).total_seconds())
    administrator = sign_in(Role.ADMINISTRATOR)
    floor.kernel.room(retention.Retention).begin()
    fire(floor.kernel)
    assert there(floor.kernel) == {call_id}
    assert administrator.put("/v1/retention-rules", version=1, json={"months": {"no_ticket": 3}}).status_code == 412
    answer = administrator.put("/v1/retention-rules", version=0, json={"months": {"no_ticket": 3}})
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert answer.json()["months"]["complaint"] == 36, "what is left out stays"
    fire(floor.kernel)
    assert there(floor.kernel) == set()


@pytest.mark.parametrize("wrong", [{"months": {"no_ticket": 0}}, {"months": {"no_ticket": 241}}, {"months": {"x": 1}}])
def test_rules_out_of_range_are_refused_and_nothing_changes(client: object, sign_in: SignIn, wrong: Any) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    assert administrator.put("/v1/retention-rules", version=0, json=wrong).status_code == 422
    assert administrator.get("/v1/retention-rules").json() == {"items": []}


def test_rules_cannot_change_the_past(client: object, sign_in: SignIn, clock: ManualClock) -> None:
    before = (clock.now() - timedelta(days=1)).isoformat()
    answer = sign_in(Role.ADMINISTRATOR).put("/v1/retention-rules", version=0, json={"effective_from": before})
    assert answer.status_code == 422
    assert "effective_from" in answer.text


def test_a_hold_is_set_and_lifted_once_and_kept_in_the_record(
    client: object, floor: Floor, agent: Account, inspector: Api
) -> None:
    call_id = kept(floor, agent)
    path = f"/v1/recordings/{call_id}"
    assert inspector.post(f"{path}/lift", json={"reason": "没有"}).json()["code"] == "not_held"
    assert inspector.post(f"{path}/hold", json={"reason": ""}).status_code == 422
    assert inspector.post(f"{path}/hold", json={"reason": "信访核查"}).status_code == 200
    assert inspector.post(f"{path}/hold", json={"reason": "再来"}).json()["code"] == "already_held"
    assert inspector.get(f"{path}/waveform").json()["on_hold"] is True
    assert inspector.post(f"{path}/lift", json={"reason": "已办结"}).status_code == 200
    (hold,) = inspector.get(f"{path}/holds").json()
    assert (hold["reason"], hold["set_by"], hold["lift_reason"], hold["lifted_by"]) == (
        *("信访核查", "李质检"),
        *("已办结", "李质检"),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("hold"), st.integers(0, 2)),
            st.tuples(st.just("lift"), st.integers(0, 2)),
            st.tuples(st.just("rules"), st.integers(1, 40)),
            st.tuples(st.just("days"), st.integers(1, 400)),
        ),
        max_size=12,
    )
)
def test_a_held_recording_is_never_deleted_whatever_happens(
    client: object, floor: Floor, agent: Account, clock: ManualClock, acts: list[tuple[str, int]]
) -> None:
    kernel = floor.kernel
    with kernel.database.write() as connection:
        for table in (recordings, recording_holds, recording_deletions):
            connection.execute(delete(table))
    calls = [f"held-{n}" for n in range(3)]
    for number, call_id in enumerate(calls):
        row = {"content": f"{number:064}", "key_id": "k", "bytes": 1, "frames": 1, "seconds": 1.0, "made_from": ""}
        moments = {"call_at": clock.now(), "taken_at": clock.now(), "review_at": clock.now()}
        kernel.write(
            lambda tx, row={**row, **moments, "call_id": call_id, "held": False}: tx.connection.execute(  # type: ignore[misc]
                insert(recordings), row
            )
        )
    kernel.room(retention.Retention).begin()
    held: set[str] = set()
    for what, number in acts:
        if what == "hold" and calls[number] in there(kernel) - held:
            kernel.write(lambda tx, call_id=calls[number]: service.hold(tx, call_id, "保全"))  # type: ignore[misc]
            held.add(calls[number])
        elif what == "lift" and calls[number] in held:
            kernel.write(lambda tx, call_id=calls[number]: service.lift(tx, call_id, "解除"))  # type: ignore[misc]
            held.discard(calls[number])
        elif what == "rules":
            new = retention.NewRetentionRules(months={RecordingKind.NO_TICKET: number})
            kernel.write(lambda tx, new=new: retention.set_rules(tx, new))  # type: ignore[misc]
        elif what == "days":
            clock.advance(timedelta(days=number).total_seconds())
        fire(kernel)
        with kernel.database.read() as connection:
            gone = {row.call_id for row in repository.deletions(connection, 100)}
        assert held <= there(kernel)
        assert there(kernel) | gone == set(calls), "what is gone is written down"
        assert not there(kernel) & gone
