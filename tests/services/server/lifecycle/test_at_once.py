"""Two who do things in one moment with tickets that belong together: whoever asked is answered, whichever of them is first."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.contracts.lifecycle import BulkItem, BulkRequest, Step, StepRequest
from services.contracts.tickets import NewTicket, TicketChange
from services.errors import AppError
from services.server.channels import repository as outgoing
from services.server.lifecycle import bulk, form, steps
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


def test_the_form_and_the_step_do_not_wait_for_each_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form changes the ticket's row before it takes its step: the other one is told, and nobody is sent away as too busy."""
    ticket = cast.file()
    written, change = threading.Event(), service.change

    def slowly(*given: Any) -> Any:
        row = change(*given)
        written.set()
        threading.Event().wait(_MEANWHILE)
        return row

    monkeypatch.setattr(form.service, "change", slowly)
    fields = TicketChange(finish="answer", answer="已答复。", content="改过的内容，足够长。")

    def by_form() -> None:
        cast.kernel.write(
            lambda tx: form.change(tx, ticket["id"], fields), cast.kernel.tokens.actor(cast.agent.token, "zh")
        )

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(by_form)
        assert written.wait(10)
        withdraw = step(ticket, Step.WITHDRAW, reason="不再需要")
        with pytest.raises(AppError) as refused:
            cast.kernel.write(withdraw, cast.kernel.tokens.actor(cast.dispatcher.token, "zh"))
        first.result(timeout=20)
    assert refused.value.code in ("wrong_state", "stale_version")
    assert status(cast, ticket) == "closed"


def test_two_who_choose_the_same_tickets_in_another_order_do_not_wait_for_each_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets, move = [cast.file(), cast.file()], steps.move

    def slowly(*given: Any) -> Any:
        taken = move(*given)
        threading.Event().wait(_MEANWHILE)
        return taken

    monkeypatch.setattr(bulk.steps, "move", slowly)
    withdraw = StepRequest(step=Step.WITHDRAW, reason="不再需要")

    def work(chosen: list[dict[str, Any]]) -> list[str]:
        items = [BulkItem(ticket_id=each["id"], version=each["version"]) for each in chosen]
        request = BulkRequest(items=items, request=withdraw)
        actor = cast.kernel.tokens.actor(cast.dispatcher.token, "zh")
        return [each.code for each in cast.kernel.write(lambda tx: bulk.take(tx, request), actor)]

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(work, chosen) for chosen in (tickets, tickets[::-1])]
        codes = sorted(each.result(timeout=20) for each in found)
    assert codes == [["", ""], ["stale_version", "stale_version"]]
