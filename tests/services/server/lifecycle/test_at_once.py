"""Two who do things in one moment with tickets that belong together: whoever asked is answered, whichever of them is first."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import NewTicket
from services.errors import AppError
from services.server.channels import repository as outgoing
from services.server.lifecycle import steps
from services.server.tickets import service
from services.server.transaction import Transaction
from tests.services.server import district
from tests.services.server.conftest import Api
from tests.services.server.lifecycle.conftest import UNIT, Cast

Work = Callable[[Transaction], Any]
_MEANWHILE = 0.4
"""Seconds in which the second has all it needs, and the first has not committed."""


def both(cast: Cast, first: tuple[Api, Work], second: tuple[Api, Work]) -> str:
    """Does two things, the second before the first is committed; returns how the second was refused, if it was."""
    done = threading.Event()

    def slowly(tx: Transaction) -> None:
        first[1](tx)
        done.set()
        threading.Event().wait(_MEANWHILE)

    def then() -> str:
        assert done.wait(10)
        try:
            cast.kernel.write(second[1], cast.kernel.tokens.actor(second[0].token, "zh"))
        except AppError as error:
            return next((code for code, _details in error.fields.values()), error.code)
        return ""

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(then)
        cast.kernel.write(slowly, cast.kernel.tokens.actor(first[0].token, "zh"))
        return waiting.result(timeout=20)


def step(ticket: dict[str, Any], name: Step, **given: Any) -> Work:
    request = StepRequest(step=name, **given)
    return lambda tx: steps.take(tx, ticket["id"], request)


def told(cast: Cast, ticket: dict[str, Any]) -> list[str]:
    return [each.notice for each in cast.kernel.read(lambda tx: outgoing.told(tx.connection, ticket["id"]))]


def status(cast: Cast, ticket: dict[str, Any]) -> str:
    return str(cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()["status"])


def test_a_matter_that_somebody_joins_is_not_withdrawn(cast: Cast) -> None:
    voice, main = cast.file(), cast.file()
    merge = step(voice, Step.MERGE, into=main["id"])
    withdraw = step(main, Step.WITHDRAW, reason="不再需要")
    assert both(cast, (cast.agent, merge), (cast.dispatcher, withdraw)) == "voices_wait"
    assert (status(cast, voice), status(cast, main)) == ("merged", "accepted")


@pytest.mark.parametrize("way", ["merge", "attach"])
def test_nobody_joins_what_is_being_ended(cast: Cast, way: str) -> None:
    voice, main = cast.file(), cast.file()
    answer = step(main, Step.ANSWER, text="已答复。")
    body = NewTicket(**district.new_ticket(finish="attach", into=main["id"]))
    join: Work = step(voice, Step.MERGE, into=main["id"]) if way == "merge" else lambda tx: service.create(tx, body)
    assert both(cast, (cast.dispatcher, answer), (cast.agent, join)) == "not_a_choice"
    assert (status(cast, voice), status(cast, main)) == ("accepted", "closed")


@pytest.mark.parametrize("way", ["merge", "attach"])
def test_who_joins_while_the_reply_is_approved_gets_it(cast: Cast, way: str) -> None:
    voice = cast.file()
    main = cast.take(cast.handler, cast.handled(), "reply", text="已责令工地夜间停工。")
    body = NewTicket(**district.new_ticket(finish="attach", into=main["id"]))
    join: Work = step(voice, Step.MERGE, into=main["id"]) if way == "merge" else lambda tx: service.create(tx, body)
    approve = step(main, Step.APPROVE)
    assert both(cast, (cast.agent, join), (cast.dispatcher, approve)) == ""
    assert "replied" in told(cast, voice if way == "merge" else {"id": body.id})


def test_who_joins_after_the_reply_was_approved_gets_it(cast: Cast) -> None:
    voice = cast.file()
    main = cast.take(cast.handler, cast.handled(), "reply", text="已责令工地夜间停工。")
    join = step(voice, Step.MERGE, into=main["id"])
    assert both(cast, (cast.dispatcher, step(main, Step.APPROVE)), (cast.agent, join)) == ""
    assert "replied" in told(cast, voice)


def test_what_others_join_is_not_merged_into_a_third(cast: Cast) -> None:
    voice, main, third = cast.file(), cast.file(), cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    join = step(voice, Step.MERGE, into=main["id"])
    onward = step(main, Step.MERGE, into=third["id"])
    assert both(cast, (cast.agent, join), (cast.agent, onward)) == "others_merged"
    # Nor does anybody join what is on its way into another one.
    fourth = cast.file()
    away = step(fourth, Step.MERGE, into=third["id"])
    late = step(cast.file(), Step.MERGE, into=fourth["id"])
    assert both(cast, (cast.agent, away), (cast.agent, late)) == "not_a_choice"
