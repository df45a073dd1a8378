"""Follow-up by message: the rule, the link in the message alone, the page, its answers and every wrong link in words."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange
from services.contracts.lifecycle import Satisfaction
from services.contracts.tickets import TicketKind
from services.server.channels import core, delivery, settings
from services.server.channels.protocol import Incoming, Sender
from services.server.channels.tables import channel_outgoing as outgoing
from services.server.kernel import Kernel
from services.server.timers.runner import Timers
from tests.services.server import district
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import UNIT, Cast, cast

__all__ = ["cast"]

RULES = {"kinds": ["complaint"], "days": 3, "public_url": "https://hotline.example/"}
GOOD = {"contacted": "yes", "solved": "yes", "satisfaction": "satisfied", "reason": "很快"}
BAD = {"contacted": "yes", "solved": "no", "satisfaction": "dissatisfied", "reason": "仍在施工"}


@pytest.fixture
def mail(kernel: Kernel, cast: Cast) -> None:
    """An e-mail channel that sends; nobody listens at the other end."""
    change = ChannelChange(
        enabled=True,
        settings={"address": "12345@example.org", "smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_security": "none"},
    )
    kernel.write(lambda tx: settings.change(tx, Channel.EMAIL, change))


def set_rules(sign_in: SignIn, **more: Any) -> Any:
    administrator = sign_in(Role.ADMINISTRATOR)
    newest = max((each["version"] for each in administrator.get("/v1/follow-up-rules").json()["items"]), default=0)
    return administrator.put("/v1/follow-up-rules", version=newest, json={**RULES, **more})


def from_mail(kernel: Kernel, name: str = "m1", address: str = "chen@example.org") -> str:
    incoming = Incoming(
        Channel.EMAIL,
        f"{name}@example.org",
        kernel.clock.now(),
        "夜里打桩",
        title="噪音",
        sender=Sender("陈女士", "", address),
        kind=TicketKind.COMPLAINT,
        category="060101",
        town=district.TOWN,
        village=district.VILLAGE,
    )
    return core.receive(kernel, incoming).ticket_id


def replied(cast: Cast, ticket_id: str) -> dict[str, Any]:
    ticket: dict[str, Any] = cast.dispatcher.get(f"/v1/tickets/{ticket_id}").json()
    ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT)
    ticket = cast.take(cast.handler, ticket, "sign_in")
    ticket = cast.take(cast.handler, ticket, "reply", text="已责令停工。")
    return cast.take(cast.dispatcher, ticket, "approve")


def letter(kernel: Kernel, ticket_id: str) -> str:
    """The words of the last message to the citizen, as it goes out."""
    with kernel.database.read() as connection:
        row = connection.execute(
            select(outgoing).where(outgoing.c.ticket_id == ticket_id).order_by(outgoing.c.key.desc())
        ).first()
    return kernel.write(lambda tx: delivery.letter_of(tx, row)).words


def path_in(words: str) -> str:
    found = re.search(r"https://hotline\.example(/v1/public/follow-up/\S+)", words)
    assert found is not None, words
    return found[1]


def asked(kernel: Kernel, cast: Cast, sign_in: SignIn) -> tuple[dict[str, Any], str]:
    assert set_rules(sign_in).status_code == 200
    ticket = replied(cast, from_mail(kernel))
    return ticket, path_in(letter(kernel, ticket["id"]))


def now(cast: Cast, ticket: dict[str, Any]) -> dict[str, Any]:
    return cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()  # type: ignore[no-any-return]


@pytest.mark.usefixtures("mail")
def test_by_the_rule_a_link_goes_out_with_the_approval(
    kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient
) -> None:
    ticket, path = asked(kernel, cast, sign_in)
    assert (ticket["status"], ticket["pending"]) == ("follow_up", "answer")
    assert [step["action"] for step in ticket["steps"]][-2:] == ["approve", "ask"]
    token = path.rsplit("/", 1)[1]
    # Nothing about anybody in it, and nobody of the staff can read it.
    assert ticket["id"] not in token
    assert ticket["number"] not in token
    for read in ("correspondence", "whole", "follow-up"):
        assert token not in cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/{read}").text
    counts = cast.inspector.get("/v1/work/counts").json()["counts"]
    assert (counts["follow_up"], counts["asked"]) == (0, 1)
    page = client.get(path)
    assert page.status_code == 200
    assert ticket["number"] in page.text
    assert "陈" not in page.text
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "有答复" not in page.text
    assert "Are you satisfied" in client.get(path, params={"lang": "en"}).text
    assert "满意" in client.get(path, params={"lang": "zh"}).text


@pytest.mark.usefixtures("mail")
def test_an_answer_is_the_result_of_the_follow_up_and_the_link_is_used_up(
    kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient
) -> None:
    ticket, path = asked(kernel, cast, sign_in)
    assert client.get(path).status_code == 200
    done = client.post(path, data=GOOD)
    assert done.status_code == 200
    after = now(cast, ticket)
    assert (after["status"], after["pending"]) == ("closed", "")
    made = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/follow-up").json()["tries"]
    assert [(t["by"], t["solved"], t["satisfaction"], t["reason"]) for t in made] == [
        ("市民", True, "satisfied", "很快")
    ]
    again = client.post(path, data=BAD, headers={"accept-language": "en"})
    assert again.status_code == 410
    assert "used already" in again.text
    assert now(cast, ticket)["version"] == after["version"]


@pytest.mark.usefixtures("mail")
def test_dissatisfied_is_redone_by_the_unit_above(
    kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient
) -> None:
    ticket, path = asked(kernel, cast, sign_in)
    done = client.post(path, data=BAD)
    assert "再次办理" in done.text
    after = now(cast, ticket)
    assert (after["status"], after["pending"]) == ("dispatched", "")
    assert client.get(path).status_code == 410


@pytest.mark.usefixtures("mail")
def test_without_an_answer_somebody_calls(
    kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient, clock: ManualClock
) -> None:
    ticket, path = asked(kernel, cast, sign_in)
    clock.advance(timedelta(days=3, minutes=1).total_seconds())
    kernel.room(Timers).fire_due()
    after = now(cast, ticket)
    assert (after["status"], after["pending"]) == ("follow_up", "")
    late = client.post(path, data=GOOD, headers={"accept-language": "en"})
    assert late.status_code == 410
    assert "too old" in late.text
    cast.take(cast.agent, after, "follow_up", outcome={"contacted": True, "solved": True, "satisfaction": "very"})


@pytest.mark.usefixtures("mail")
def test_who_calls_meanwhile_closes_the_link(kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient) -> None:
    ticket, path = asked(kernel, cast, sign_in)
    outcome = {"contacted": True, "solved": True, "satisfaction": "very"}
    cast.take(cast.agent, ticket, "follow_up", outcome=outcome)
    assert client.post(path, data=GOOD).status_code == 410
    kernel.room(Timers).fire_due()


@pytest.mark.usefixtures("mail")
def test_a_new_link_makes_the_old_one_worth_nothing(
    kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient
) -> None:
    ticket, old = asked(kernel, cast, sign_in)
    ticket = cast.take(cast.inspector, ticket, "ask_by_phone")
    cast.take(cast.inspector, ticket, "ask")
    new = path_in(letter(kernel, ticket["id"]))
    assert new != old
    assert client.post(old, data=GOOD).status_code == 410
    assert client.post(new, data=GOOD).status_code == 200


@pytest.mark.usefixtures("mail")
def test_forged_and_mistyped_links_are_refused_in_words(
    kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient
) -> None:
    _ticket, path = asked(kernel, cast, sign_in)
    head, token = path.rsplit("/", 1)
    number, moment, mac = token.split(".")
    later = f"{int(moment, 16) + 10**6:x}"
    for wrong in (
        f"{number}.{later}.{mac}",
        f"{int(number, 16) + 1:x}.{moment}.{mac}",
        f"{number}.{moment}.{mac[::-1]}",
        f"{number}.{moment}.",
        "x",
        "..",
        "%00",
        "你好",
    ):
        answer = client.get(f"{head}/{wrong}")
        assert answer.status_code == 404, wrong
        if "html" in answer.headers["content-type"]:
            assert "链接不正确" in answer.text
        assert client.post(f"{head}/{wrong}", data=GOOD).status_code in (404, 405)


@pytest.mark.usefixtures("mail")
def test_what_is_missing_is_asked_for_and_what_was_answered_stays(
    kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient
) -> None:
    ticket, path = asked(kernel, cast, sign_in)
    for fields in ({**GOOD, "satisfaction": "great"}, {"solved": "no", "reason": "<b>x</b>"}, {}):
        page = client.post(path, data=fields)
        assert page.status_code == 422
        assert "请回答以上三个问题" in page.text
        assert "<b>" not in page.text
    assert "value='no' required checked" in client.post(path, data={"solved": "no"}).text
    assert client.post(path, data={**GOOD, "reason": "长" * 1_001}).status_code == 422
    assert client.post(path, content=b"\xff\xfe" * 50).status_code == 422
    assert now(cast, ticket)["pending"] == "answer"
    assert client.post(path, data=GOOD).status_code == 200


@pytest.mark.usefixtures("mail")
def test_too_many_looks_are_refused_in_words(kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient) -> None:
    _ticket, path = asked(kernel, cast, sign_in)
    answers = [client.get(path) for _ in range(200)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "请求过于频繁" in answers[-1].text


@pytest.mark.usefixtures("mail")
def test_kinds_that_the_rule_does_not_name_are_called(kernel: Kernel, cast: Cast, sign_in: SignIn) -> None:
    set_rules(sign_in, kinds=["help"])
    ticket = replied(cast, from_mail(kernel))
    assert ticket["pending"] == ""
    # By hand it goes all the same, and back.
    ticket = cast.take(cast.inspector, ticket, "ask")
    assert ticket["pending"] == "answer"
    assert cast.take(cast.inspector, ticket, "ask_by_phone")["pending"] == ""


def test_a_way_that_brings_no_messages_is_called(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.take(cast.handler, cast.handled(), "reply", text="已责令停工。")
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    assert cast.ask(cast.inspector, ticket, "ask").json()["code"] == "no_public_address"
    set_rules(sign_in)
    assert cast.ask(cast.inspector, ticket, "ask").json()["code"] == "no_message_back"


def test_rules_have_versions_and_change_no_past(cast: Cast, sign_in: SignIn, clock: ManualClock) -> None:
    assert set_rules(sign_in).json()["version"] == 1
    later = (clock.now() + timedelta(days=1)).isoformat()
    assert set_rules(sign_in, days=5, effective_from=later).json()["version"] == 2
    earlier = (clock.now() - timedelta(days=1)).isoformat()
    assert set_rules(sign_in, effective_from=earlier).status_code == 422
    assert set_rules(sign_in, public_url="").status_code == 422
    assert set_rules(sign_in, public_url="javascript:alert(1)").status_code == 422
    stale = sign_in(Role.ADMINISTRATOR).put("/v1/follow-up-rules", version=1, json=RULES)
    assert (stale.status_code, stale.json()["current"]["items"][0]["version"]) == (412, 2)
    items = cast.agent.get("/v1/follow-up-rules").json()["items"]
    assert [(each["version"], each["days"]) for each in items] == [(2, 5), (1, 3)]


@given(st.binary(max_size=300))
def test_any_body_is_read_without_an_error(body: bytes) -> None:
    from services.server.followups import public

    given = public._read(body)
    assert public._problem_of(given) in ("", "missing", "too_long")


def test_every_grade_is_on_the_page() -> None:
    from services.server.followups import page

    shown = page.form("1", "zh")
    assert all(f"value='{grade.value}'" in shown for grade in Satisfaction)


@pytest.mark.usefixtures("mail")
def test_what_the_citizen_said_is_not_unsaid_by_the_staff(
    kernel: Kernel, cast: Cast, sign_in: SignIn, client: TestClient
) -> None:
    ticket, path = asked(kernel, cast, sign_in)
    assert client.post(path, data={**BAD, "solved": "yes", "satisfaction": "basically"}).status_code == 200
    closed = now(cast, ticket)
    assert closed["status"] == "closed"
    assert cast.ask(cast.agent, closed, "undo_close").json()["code"] == "said_by_citizen"


@pytest.mark.usefixtures("mail")
def test_after_an_undone_close_they_are_called(kernel: Kernel, cast: Cast, sign_in: SignIn) -> None:
    ticket, _path = asked(kernel, cast, sign_in)
    ticket = cast.take(cast.agent, ticket, "withdraw", reason="市民来电撤单")
    back = cast.take(cast.agent, ticket, "undo_close")
    assert (back["status"], back["pending"]) == ("follow_up", "")
