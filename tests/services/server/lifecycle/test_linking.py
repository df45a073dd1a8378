"""Tickets that have to do with each other are linked, and taken apart again; each keeps its own handling."""

from typing import Any

import orjson
import pytest
from sqlalchemy import select

from services.server.kernel import Kernel
from services.server.tables import events
from tests.services.server.conftest import Api
from tests.services.server.lifecycle.conftest import UNIT, Cast


def linked(who: Api, ticket: dict[str, Any]) -> list[str]:
    return [row["id"] for row in who.get(f"/v1/tickets/{ticket['id']}/related").json()["links"]]


def test_both_know_of_each_other_and_go_on_by_themselves(cast: Cast, kernel: Kernel) -> None:
    first, second, third = cast.handled(), cast.closed(), cast.file()
    offered = [offer["step"] for offer in cast.handler.get(f"/v1/tickets/{first['id']}/offers").json()]
    assert "link" in offered
    assert "unlink" not in offered
    first = cast.take(cast.handler, first, "link", into=second["id"], reason="同一工地")
    first = cast.take(cast.agent, first, "link", into=third["id"])
    assert first["status"] == "handling"
    assert linked(cast.dispatcher, first) == [third["id"], second["id"]]
    assert linked(cast.dispatcher, second) == linked(cast.dispatcher, third) == [first["id"]]
    (entry,) = [step for step in first["steps"] if step["action"] == "link" and step["reason"]]
    assert (entry["other"], entry["reason"], entry["changes"]) == (second["number"], "同一工地", {})
    # Who only handles sees of the others what the unit has to do with.
    assert linked(cast.handler, first) == [second["id"]]
    with kernel.database.read() as connection:
        query = select(events.c.data).where(events.c.topic == "ticket").order_by(events.c.id.desc()).limit(2)
        told = {orjson.loads(data)["id"] for data in connection.execute(query).scalars()}
    assert told == {first["id"], third["id"]}, "whoever has the other one open sees the link come"


def test_a_link_is_taken_away_from_either_side(cast: Cast) -> None:
    first, second = cast.handled(), cast.handled()
    first = cast.take(cast.dispatcher, first, "link", into=second["id"])
    again = cast.ask(cast.dispatcher, second, "link", into=first["id"])
    assert again.json()["fields"][0]["code"] == "already_exists"
    second = cast.take(cast.dispatcher, second, "unlink", into=first["id"])
    assert linked(cast.dispatcher, first) == linked(cast.dispatcher, second) == []
    assert second["steps"][-1]["other"] == first["number"]
    assert cast.ask(cast.dispatcher, first, "unlink", into=second["id"]).json()["code"] == "nothing_linked"
    cast.take(cast.dispatcher, first, "link", into=second["id"])
    assert linked(cast.dispatcher, second) == [first["id"]]


def links_said(who: Api, ticket: dict[str, Any]) -> list[tuple[str, str, str]]:
    steps = who.get(f"/v1/tickets/{ticket['id']}").json()["steps"]
    return [(s["action"], s["other"], s["reason"]) for s in steps if s["action"] in ("link", "unlink")]


def test_both_stories_tell_of_the_link_and_of_its_end(cast: Cast) -> None:
    first, second = cast.handled(), cast.handled()
    first = cast.take(cast.handler, first, "link", into=second["id"], reason="同一工地")
    assert links_said(cast.dispatcher, first) == [("link", second["number"], "同一工地")]
    assert links_said(cast.dispatcher, second) == [("link", first["number"], "同一工地")]
    cast.take(cast.dispatcher, second, "unlink", into=first["id"])
    assert links_said(cast.dispatcher, first)[1:] == [("unlink", second["number"], "")]
    assert links_said(cast.dispatcher, second)[1:] == [("unlink", first["number"], "")]
    # Why a confidential one has to do with it stays there.
    secret = cast.take(cast.dispatcher, cast.file(confidential=True), "dispatch", unit=UNIT)
    cast.take(cast.handler, secret, "link", into=first["id"], reason="举报人陈先生所说的同一工地")
    assert links_said(cast.dispatcher, first)[-1] == ("link", secret["number"], "")


@pytest.mark.parametrize("into", ["nothing", "itself", "draft", "others"])
def test_what_cannot_be_linked(cast: Cast, into: str) -> None:
    ticket = cast.handled()
    others = {
        "itself": lambda: ticket["id"],
        "draft": lambda: cast.file("draft")["id"],
        # Of what lies with another unit a handler knows nothing.
        "others": lambda: cast.handled("D04", cast.other)["id"],
    }
    given = others[into]() if into in others else into
    answer = cast.ask(cast.handler, ticket, "link", into=given)
    assert (answer.status_code, answer.json()["fields"][0]["code"]) == (422, "not_a_choice")


def test_a_confidential_one_says_no_more_than_any_list(cast: Cast) -> None:
    secret = cast.file("dispatch", confidential=True, unit=UNIT)
    ticket = cast.take(cast.handler, cast.handled(), "link", into=secret["id"])
    (row,) = cast.handler.get(f"/v1/tickets/{ticket['id']}/related").json()["links"]
    assert (row["confidential"], row["caller_masked"]) == (True, "")
