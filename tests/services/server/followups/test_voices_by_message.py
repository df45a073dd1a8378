"""Everybody who asked about a matter is asked by message, each by a link of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.clock import ManualClock
from services.server.followups import public
from services.server.kernel import Kernel
from services.server.timers.runner import Timers
from tests.services.server.conftest import SignIn
from tests.services.server.followups.test_by_message import BAD, GOOD, from_mail, letter, mail, now, path_in, set_rules
from tests.services.server.followups.test_voices import answered, follow_up, state, states, voice
from tests.services.server.lifecycle.conftest import Cast, cast
from tests.services.server.lifecycle.test_everyone_answered import told
from tests.services.server.lifecycle.test_following_up import answer

__all__ = ["cast", "mail"]


def by_mail(kernel: Kernel, cast: Cast, name: str) -> dict[str, Any]:
    return now(cast, {"id": from_mail(kernel, name, f"{name}@citizens.example")})


@pytest.fixture
def matter(kernel: Kernel, cast: Cast, sign_in: SignIn, mail: None) -> dict[str, dict[str, Any]]:
    """A ticket by e-mail, and one of another citizen that was merged into it; both were sent a link."""
    assert set_rules(sign_in).status_code == 200
    main, other = by_mail(kernel, cast, "chen"), by_mail(kernel, cast, "he")
    cast.take(cast.dispatcher, other, "merge", into=main["id"])
    return {"main": answered(cast, main), "other": other}


def test_each_gets_a_link_of_their_own_and_it_waits_for_both(
    kernel: Kernel, cast: Cast, client: TestClient, matter: dict[str, dict[str, Any]]
) -> None:
    main, other = matter["main"], matter["other"]
    assert main["pending"] == "answer"
    assert (states(cast, main), told(cast, other)[-1][0]) == (["invited", "invited"], "asked")
    own, theirs = path_in(letter(kernel, main["id"])), path_in(letter(kernel, other["id"]))
    assert own != theirs
    page = client.get(theirs).text
    assert other["number"] in page, "everybody knows the number of the own ticket only"
    assert main["number"] not in page
    assert client.post(theirs, data=GOOD).status_code == 200
    assert client.post(theirs, data=BAD).status_code == 410
    assert (now(cast, main)["status"], now(cast, main)["pending"]) == ("follow_up", "answer")
    assert client.post(own, data=GOOD).status_code == 200
    assert now(cast, main)["status"] == "closed"
    assert {each["voice"] for each in state(cast, main)["tries"]} == {"", other["number"]}


def test_one_answer_by_link_sends_it_back_and_ends_the_other_link(
    kernel: Kernel, cast: Cast, client: TestClient, matter: dict[str, dict[str, Any]]
) -> None:
    main, other = matter["main"], matter["other"]
    own, theirs = path_in(letter(kernel, main["id"])), path_in(letter(kernel, other["id"]))
    assert "再次办理" in client.post(theirs, data=BAD).text
    assert now(cast, main)["status"] == "dispatched"
    assert client.get(own).status_code == 410


def test_who_is_called_uses_up_only_their_own_link(
    kernel: Kernel, cast: Cast, client: TestClient, matter: dict[str, dict[str, Any]]
) -> None:
    main, other = matter["main"], matter["other"]
    own, theirs = path_in(letter(kernel, main["id"])), path_in(letter(kernel, other["id"]))
    after = follow_up(cast, main, answer(), other)
    assert (after["status"], after["pending"]) == ("follow_up", "answer")
    assert client.get(theirs).status_code == 410
    assert client.post(own, data=GOOD).status_code == 200


@pytest.mark.usefixtures("mail")
def test_while_somebody_has_to_be_called_it_is_a_task_and_links_are_good(
    kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient, clock: ManualClock
) -> None:
    assert set_rules(sign_in).status_code == 200
    main, other = by_mail(kernel, cast, "chen"), by_mail(kernel, cast, "he")
    cast.take(cast.dispatcher, other, "merge", into=main["id"])
    called = voice(cast, main, 51)
    main = answered(cast, main)
    assert (main["pending"], states(cast, main)) == ("", ["invited", "invited", "open"])
    assert cast.ask(cast.inspector, main, "ask").json()["code"] == "no_message_back", "nobody is sent a second link"
    main = cast.take(cast.inspector, main, "ask_by_phone")
    assert states(cast, main) == ["open", "open", "open"]
    assert cast.ask(cast.inspector, main, "ask_by_phone").json()["code"] == "nothing_pending"
    main = cast.take(cast.inspector, main, "ask")
    assert (main["pending"], states(cast, main)) == ("", ["invited", "invited", "open"])
    main = follow_up(cast, main, answer(), called)
    assert main["pending"] == "answer", "only links are waited for now"
    assert client.post(path_in(letter(kernel, other["id"])), data=GOOD).status_code == 200
    clock.advance(timedelta(days=3, minutes=1).total_seconds())
    kernel.room(Timers).fire_due()
    assert (now(cast, main)["pending"], states(cast, main)) == ("", ["open", "answered", "answered"])


def test_who_is_taken_out_has_no_link_any_more(
    kernel: Kernel, cast: Cast, client: TestClient, matter: dict[str, dict[str, Any]]
) -> None:
    main, other = matter["main"], matter["other"]
    theirs = path_in(letter(kernel, other["id"]))
    cast.take(cast.dispatcher, now(cast, other), "unmerge")
    assert client.get(theirs).status_code == 410
    assert "https" not in letter(kernel, other["id"])
    assert states(cast, main) == ["invited"]


def test_who_is_merged_while_links_are_out_gets_one(
    kernel: Kernel, cast: Cast, client: TestClient, matter: dict[str, dict[str, Any]]
) -> None:
    late = by_mail(kernel, cast, "li")
    cast.take(cast.dispatcher, late, "merge", into=matter["main"]["id"])
    assert [notice for notice, _words in told(cast, late)][-2:] == ["replied", "asked"]
    assert client.post(path_in(letter(kernel, late["id"])), data=GOOD).status_code == 200
    assert states(cast, matter["main"]) == ["invited", "invited", "answered"]


@pytest.mark.usefixtures("mail")
def test_who_answer_in_the_same_moment_are_all_heard(kernel: Kernel, cast: Cast, sign_in: SignIn) -> None:
    assert set_rules(sign_in).status_code == 200
    main, *others = [by_mail(kernel, cast, f"citizen{n}") for n in range(4)]
    for other in others:
        cast.take(cast.dispatcher, other, "merge", into=main["id"])
    main = answered(cast, main)
    tokens = [path_in(letter(kernel, each["id"])).rsplit("/", 1)[1] for each in (main, *others)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda token: public.take_answer(kernel, token, GOOD), tokens)) == [False] * 4
    assert now(cast, main)["status"] == "closed"
    assert len(state(cast, main)["tries"]) == 4
