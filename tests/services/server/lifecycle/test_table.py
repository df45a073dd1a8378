"""Each row of the table is what its step does: who may, what must be given, which clocks, and what the citizen is told."""

from typing import Any

import pytest

from services.contracts.lifecycle import RULES, Clocks, Step
from services.server.channels import repository as outgoing
from tests.services.server import district
from tests.services.server.conftest import Api
from tests.services.server.lifecycle.conftest import Cast, Tomorrow

Done = tuple[str, Step, dict[str, Any]]
"""Who does what, with what."""
TOWN = {"unit": district.TOWN_UNIT}
LIMIT = {"amount": 3, "unit": "working_days"}
OUTCOME = {"contacted": True, "solved": True, "satisfaction": "satisfied"}
WORDS = {"reason": "另有原因", "text": "已处理。"}

DISPATCH: Done = ("dispatcher", Step.DISPATCH, TOWN)
SIGN_IN: Done = ("town", Step.SIGN_IN, {})
REPLY: Done = ("town", Step.REPLY, WORDS)
APPROVE: Done = ("dispatcher", Step.APPROVE, {})
FOLLOW_UP: Done = ("inspector", Step.FOLLOW_UP, {"outcome": OUTCOME})
RETURN: Done = ("town", Step.REQUEST_RETURN, WORDS)
UPHELD: tuple[Done, ...] = (RETURN, ("dispatcher", Step.UPHOLD_RETURN, {}))
EXTEND: Done = ("town", Step.REQUEST_EXTENSION, {**WORDS, "limit": LIMIT})
WITHDRAW: Done = ("agent", Step.WITHDRAW, WORDS)

WAYS: list[tuple[tuple[Done, ...], Done]] = [
    ((), ("agent", Step.ANSWER, WORDS)),
    ((), DISPATCH),
    ((DISPATCH,), ("dispatcher", Step.RECALL, {})),
    ((), ("dispatcher", Step.EMERGENCY, TOWN)),
    ((DISPATCH,), SIGN_IN),
    ((DISPATCH, SIGN_IN), ("town", Step.CONTACT, WORDS)),
    ((DISPATCH, SIGN_IN), ("town", Step.DELEGATE, {"unit": district.VILLAGE_UNIT})),
    ((DISPATCH, SIGN_IN), ("town", Step.ESCALATE, WORDS)),
    ((DISPATCH, SIGN_IN), REPLY),
    ((DISPATCH, SIGN_IN, REPLY), APPROVE),
    ((DISPATCH, SIGN_IN, REPLY), ("dispatcher", Step.SEND_BACK, WORDS)),
    ((DISPATCH, SIGN_IN), RETURN),
    ((DISPATCH, SIGN_IN, RETURN), UPHELD[1]),
    ((DISPATCH, SIGN_IN, RETURN), ("dispatcher", Step.REFUSE_RETURN, WORDS)),
    ((DISPATCH, SIGN_IN, EXTEND), ("dispatcher", Step.GRANT_EXTENSION, {})),
    ((DISPATCH, SIGN_IN, EXTEND), ("dispatcher", Step.REFUSE_EXTENSION, WORDS)),
    ((DISPATCH, SIGN_IN), ("town", Step.SUSPEND, WORDS)),
    ((DISPATCH, SIGN_IN, ("town", Step.SUSPEND, WORDS)), ("town", Step.RESUME, {})),
    ((DISPATCH, SIGN_IN, REPLY, APPROVE), FOLLOW_UP),
    ((DISPATCH, SIGN_IN, REPLY, APPROVE, FOLLOW_UP), ("supervisor", Step.REDO, WORDS)),
    ((DISPATCH, SIGN_IN, REPLY, APPROVE, FOLLOW_UP), ("supervisor", Step.REOPEN, WORDS)),
    ((WITHDRAW,), ("agent", Step.REOPEN, WORDS)),
    ((DISPATCH, SIGN_IN), WITHDRAW),
    ((DISPATCH, SIGN_IN), ("agent", Step.MERGE, {})),
    ((DISPATCH, *UPHELD, DISPATCH, *UPHELD), ("dispatcher", Step.MEET, {**TOWN, **WORDS})),
]
PEOPLE = ("agent", "dispatcher", "town", "inspector", "supervisor")


def clocks(cast: Cast, ticket: dict[str, Any]) -> dict[str, str]:
    found = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/clocks").json()
    return {each["kind"]: each["state"] for each in found if each["state"] != "stopped"}


def told(cast: Cast, ticket: dict[str, Any]) -> list[str]:
    return [each.notice for each in cast.kernel.read(lambda tx: outgoing.told(tx.connection, ticket["id"]))]


@pytest.mark.parametrize(("way", "last"), WAYS, ids=[f"{len(way)}-{last[1].value}" for way, last in WAYS])
def test_a_step_does_what_its_row_says(cast: Cast, tomorrow: Tomorrow, way: tuple[Done, ...], last: Done) -> None:
    ticket, into = cast.file(), cast.file()
    who, step, given = last
    dated = {Step.SUSPEND: {"until": tomorrow()}, Step.MERGE: {"into": into["id"]}}
    for before in way:
        ticket = cast.take(getattr(cast, before[0]), ticket, before[1].value, **before[2], **dated.get(before[1], {}))
    row, given = RULES[step], {**given, **dated.get(step, {})}
    for name in PEOPLE:
        person: Api = getattr(cast, name)
        if not set(person.account.roles) & row.who:
            refused = cast.ask(person, ticket, step.value, **given)
            assert refused.status_code == 403, name
    for name in row.needs:
        lacking = cast.ask(getattr(cast, who), ticket, step.value, **{k: v for k, v in given.items() if k != name})
        assert [each["field"] for each in lacking.json()["fields"]] == [name]
    stood, heard = clocks(cast, ticket), told(cast, ticket)
    after = cast.take(getattr(cast, who), ticket, step.value, **given)
    assert after["status"] == (row.target or ticket["status"])
    assert told(cast, ticket)[len(heard) :] == ([row.tells.value] if row.tells is not None else [])
    expected = dict(stood)
    for act, kind in row.clocks:
        if act is Clocks.START:
            expected[kind.value] = "running"
        elif act is Clocks.STOP:
            expected.pop(kind.value, None)
        elif kind.value in expected:
            expected[kind.value] = "paused" if act is Clocks.PAUSE else "running"
    if step is Step.REQUEST_RETURN:
        # The only row whose clocks are a rule of the district: this one pauses them meanwhile.
        assert cast.dispatcher.get("/v1/clock-rules").json()["current"]["pause_while_return_is_reviewed"]
        expected = dict.fromkeys(stood, "paused")
    assert clocks(cast, ticket) == expected
