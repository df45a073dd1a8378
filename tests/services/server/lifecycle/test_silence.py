"""A console that crashes, is switched off or loses the network signs nobody out: their work does not wait for them all the same."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.accounts.tables import sessions
from services.server.kernel import Kernel
from services.server.lifecycle.handover import Silence
from services.server.operations.upkeep import Upkeep
from services.server.transaction import Actor
from tests.services.server.clocks.test_settings import body_of, rules_of
from tests.services.server.conftest import Api, SignIn
from tests.services.server.lifecycle.conftest import UNIT, Cast
from tests.services.server.notices.test_notices import codes, told
from tests.zone import ZONE

FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=ZONE)
"""Work ends at 17:30 and goes on on Monday at 8:30."""


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(FRIDAY)


@pytest.fixture
def real_clock() -> ManualClock:
    return ManualClock(FRIDAY)


class Watch:
    """Both clocks, and a look at who is there."""

    def __init__(self, kernel: Kernel, clock: ManualClock, real_clock: ManualClock) -> None:
        self.kernel, self.clocks = kernel, (clock, real_clock)

    def at(self, day: int, hour: int, minute: int = 0) -> int:
        """Goes on to a moment of March 2026 and looks; returns how many people's work was handed on."""
        moment = datetime(2026, 3, day, hour, minute, tzinfo=ZONE)
        for clock in self.clocks:
            clock.advance((moment - clock.now()).total_seconds())
        return self.kernel.room(Silence).look()

    def open_stream(self, who: Api) -> None:
        account = who.account
        found = self.kernel.tokens.actor(who.token, "zh")
        self.kernel.feed._opened(Actor(account.id, account.name, session_id=found.session_id))

    def renewed(self, who: Api) -> None:
        """Gives them a token that is of now; nobody is heard of by that."""
        me = who.account
        who.token = self.kernel.tokens.issue(me.id, me.name, me.roles, "session", me.unit)


@pytest.fixture
def watch(cast: Cast, kernel: Kernel, clock: ManualClock, real_clock: ManualClock) -> Watch:
    return Watch(kernel, clock, real_clock)


def holder(watch: Watch, cast: Cast, ticket: dict[str, Any]) -> str | None:
    watch.renewed(cast.dispatcher)
    found: str | None = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()["handler_id"]
    return found


def test_the_work_of_one_whose_console_crashed_goes_to_the_pool(cast: Cast, watch: Watch) -> None:
    cast.handler.really_signed_in()
    ticket, who = cast.handled(), cast.handler.account.id
    assert watch.at(6, 17, 30) == 0
    # A weekend, and nights, are no time of work: nobody loses anything by a console that was just switched off.
    assert watch.at(9, 8, 30) == 0
    assert watch.at(9, 10, 59) == 0
    assert holder(watch, cast, ticket) == who
    # 90 minutes on Friday and 150 on Monday.
    assert watch.at(9, 11, 0) == 1
    assert holder(watch, cast, ticket) is None
    watch.renewed(cast.colleague)
    assert codes(cast.colleague) == [("handed_over", None)]
    assert told(cast.colleague)[0]["values"] == {
        **{"unit": UNIT, "count": 1, "name": cast.handler.account.name, "why": "silent"},
    }
    last = cast.colleague.get(f"/v1/tickets/{ticket['id']}").json()["steps"][-1]
    assert (last["action"], last["reason"]) == ("assign", "silent")
    assert watch.at(9, 11, 1) == 0, "once"
    # Nobody gives it back to them; whoever is there takes it, and so do they when they are there again.
    watch.renewed(cast.colleague)
    now = cast.colleague.get(f"/v1/tickets/{ticket['id']}").json()
    refused = cast.ask(cast.colleague, now, "assign", handler_id=who)
    assert [each["code"] for each in refused.json()["fields"]] == ["away"]
    back = cast.handler.really_signed_in()
    assert cast.take(back, now, "assign", handler_id=who)["handler_id"] == who
    assert watch.at(9, 11, 2) == 0


def test_who_has_the_window_open_is_there_however_quiet_they_are(
    cast: Cast, watch: Watch, kernel: Kernel, clock: ManualClock
) -> None:
    console = cast.handler.really_signed_in()
    watch.open_stream(console)
    ticket = cast.handled()
    for day in (9, 10, 11):
        for hour in (9, 12, 15, 17):
            assert watch.at(day, hour) == 0
    assert holder(watch, cast, ticket) == cast.handler.account.id
    with kernel.database.read() as connection:
        assert connection.execute(select(sessions.c.heard_at)).scalars().all() == [clock.now()]


def test_exchanging_tokens_is_being_heard_of(cast: Cast, watch: Watch) -> None:
    given = {"username": cast.handler.account.username, "password": "correct horse 42"}
    session = cast.handler.client.post("/v1/session", json=given).json()
    ticket = cast.handled()
    assert watch.at(9, 10, 0) == 0
    renewed = cast.handler.client.post("/v1/session/refresh", json={"refresh_token": session["refresh_token"]})
    assert renewed.status_code == 200
    assert watch.at(9, 15, 59) == 0
    assert holder(watch, cast, ticket) == cast.handler.account.id
    assert watch.at(9, 16, 0) == 1


def test_a_server_that_has_just_started_misses_nobody(
    cast: Cast, watch: Watch, kernel: Kernel, real_clock: ManualClock
) -> None:
    cast.handler.really_signed_in()
    cast.handled()
    # It was down since Friday; consoles come back one after the other.
    for each in watch.clocks:
        each.advance(timedelta(days=4).total_seconds())
    started = Silence(kernel)
    assert started.look() == 0
    real_clock.advance(timedelta(minutes=11).total_seconds())
    assert started.look() == 1


def test_how_long_is_a_rule_of_the_district(cast: Cast, watch: Watch, sign_in: SignIn) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    rules = rules_of(admin)
    change = body_of(rules["current"], effective_from=FRIDAY.isoformat(), silent_minutes=30)
    assert admin.put("/v1/clock-rules", version=rules["version"], json=change).status_code == 200
    bad = body_of(rules["current"], effective_from=FRIDAY.isoformat(), silent_minutes=5)
    refused = admin.put("/v1/clock-rules", version=rules["version"] + 1, json=bad)
    assert [each["field"] for each in refused.json()["fields"]] == ["silent_minutes"]
    cast.handler.really_signed_in()
    cast.handled()
    assert watch.at(6, 16, 29) == 0
    assert watch.at(6, 16, 30) == 1


@pytest.mark.parametrize("why", ["silent", "long_gone"])
def test_who_left_long_ago_does_not_have_it_again(cast: Cast, watch: Watch, kernel: Kernel, why: str) -> None:
    here = cast.handler.really_signed_in()
    ticket = cast.handled()
    into = cast.file()
    ticket = cast.take(cast.agent, ticket, "merge", into=into["id"])
    if why == "long_gone":
        assert here.delete("/v1/session").status_code == 204
        # So long that nothing is kept of their session but that it was.
        for each in watch.clocks:
            each.advance(timedelta(days=60).total_seconds())
        Upkeep(kernel).prune()
    else:
        watch.at(10, 9)
    watch.renewed(cast.agent)
    back = cast.take(cast.agent, ticket, "unmerge")
    assert (back["status"], back["unit"], back["handler_id"]) == ("handling", UNIT, None)
