"""Leaders of a unit are written to when its ticket reaches the last rung, by a real SMTP server; nothing of citizens in it."""

from datetime import timedelta
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.kernel import Kernel
from services.server.leaders import sending
from services.server.leaders.sending import LeaderPost
from services.server.timers.service import Timers
from tests.services.server import district
from tests.services.server.channels.email.conftest import Post, post, set_up
from tests.services.server.conftest import Api, SignIn
from tests.services.server.lifecycle.conftest import UNIT, Cast, cast

__all__ = ["cast", "post"]

PATH = f"/v1/units/{UNIT}/leaders"


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters go out when a test says so, and not somewhere in between."""
    monkeypatch.setattr(sending, "_EVERY_SECONDS", 3_600)


@pytest.fixture
def manager(cast: Cast, sign_in: SignIn) -> Api:
    return sign_in(Role.ADMINISTRATOR)


def overdue(cast: Cast, kernel: Kernel, clock: ManualClock, unit: str = UNIT) -> dict[str, Any]:
    """A ticket of a unit that nobody signs in for, until the last rung of its ladder."""
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=unit)
    clock.advance(timedelta(days=60).total_seconds())
    while kernel.room(Timers).fire_due():
        pass
    return ticket


def test_leaders_get_a_letter_once(cast: Cast, manager: Api, kernel: Kernel, clock: ManualClock, post: Post) -> None:
    set_up(kernel, post=post)
    kept = manager.put(PATH, version=0, json={"addresses": ["Head@Unit.example", "deputy@unit.example"]})
    assert kept.json()["addresses"] == ["deputy@unit.example", "head@unit.example"]
    ticket = overdue(cast, kernel, clock)
    sender = kernel.room(LeaderPost)
    sent = 0
    while done := sender.send_due():
        sent += done
    assert sent == len(post.messages) >= 1
    letters = [message.get_content() for message in post.messages]  # type: ignore[attr-defined]
    assert any(ticket["number"] in letter and UNIT in letter for letter in letters)
    for letter, message in zip(letters, post.messages, strict=True):
        assert "陈" not in letter
        assert "1610" not in letter
        assert message["Auto-Submitted"] == "auto-generated"
    assert reached(post) == {"deputy@unit.example", "head@unit.example"}
    assert sender.send_due() == 0
    listed = manager.get("/v1/leader-mail").json()
    assert {letter["state"] for letter in listed} == {"sent"}


def reached(post: Post) -> set[str]:
    return {address for envelope in post.envelopes for address in envelope.rcpt_tos}


def test_a_unit_without_leaders_has_those_above_it(
    cast: Cast, manager: Api, kernel: Kernel, clock: ManualClock, post: Post
) -> None:
    set_up(kernel, post=post)
    manager.put(f"/v1/units/{district.TOWN_UNIT}/leaders", version=0, json={"addresses": ["town@example.org"]})
    overdue(cast, kernel, clock, district.VILLAGE_UNIT)
    kernel.room(LeaderPost).send_due()
    assert reached(post) == {"town@example.org"}


def test_without_addresses_nobody_is_written_to(cast: Cast, manager: Api, kernel: Kernel, clock: ManualClock) -> None:
    overdue(cast, kernel, clock)
    assert manager.get("/v1/leader-mail").json() == []


def test_what_is_refused_now_goes_later_and_what_is_refused_for_ever_is_said(
    cast: Cast, manager: Api, kernel: Kernel, clock: ManualClock, real_clock: ManualClock, post: Post
) -> None:
    manager.put(PATH, version=0, json={"addresses": ["head@unit.example"]})
    overdue(cast, kernel, clock)
    sender = kernel.room(LeaderPost)
    assert sender.send_due() == 0, "the e-mail channel is off: it waits"
    set_up(kernel, post=post)
    waiting = len(manager.get("/v1/leader-mail").json())
    post.refusals = ["451 later"] * waiting
    assert sender.send_due() == 0
    first = manager.get("/v1/leader-mail").json()
    assert {letter["state"] for letter in first} == {"waiting"}
    assert "451" in first[0]["problem"]
    real_clock.advance(60)
    post.refusals = ["550 nobody of that name"] * waiting
    assert sender.send_due() == 0
    assert {letter["state"] for letter in manager.get("/v1/leader-mail").json()} == {"failed"}


def test_addresses_are_checked_and_have_versions(manager: Api, cast: Cast) -> None:
    assert manager.put(PATH, version=0, json={"addresses": ["head@unit.example"]}).json()["version"] == 1
    assert manager.put(PATH, version=0, json={"addresses": []}).status_code == 412
    for wrong in ("nobody", "a@b\r\nBcc: c@d", "a b@c"):
        assert manager.put(PATH, version=1, json={"addresses": [wrong]}).status_code == 422, wrong
    assert manager.get("/v1/units/none/leaders").status_code == 404
