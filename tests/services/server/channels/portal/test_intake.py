import itertools
import json
import threading
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange, ChannelClientFields
from services.contracts.signatures import WINDOW_SECONDS, digest_of
from services.server.channels import clients, repository, settings
from services.server.channels.portal import signed
from services.server.channels.portal.tables import channel_nonces
from services.server.channels.tables import channel_messages
from services.server.kernel import Kernel
from services.server.runner import ApiServer
from services.server.tables import events
from services.server.tickets.tables import tickets
from tests.services.server.attachments import files
from tests.services.server.channels.portal.conftest import PATH, SECRET, Portal, appeal, open_portal
from tests.services.server.conftest import SignIn


def count(kernel: Kernel, *tables: Any) -> list[int]:
    with kernel.database.read() as connection:
        return [int(connection.execute(select(func.count()).select_from(table)).scalar_one()) for table in tables]


def test_an_appeal_becomes_a_ticket_with_a_receipt(gov: Portal, kernel: Kernel, sign_in: SignIn) -> None:
    answer = gov.send(appeal(latitude=23.03, longitude=113.14, wants_callback=True, urgency="urgent"))
    assert answer.status_code == 201
    receipt = answer.json()
    assert not receipt["repeated"]
    assert answer.headers["cache-control"] == "no-store"
    ticket = sign_in(Role.DISPATCHER).get(f"/v1/tickets/{receipt['ticket_id']}").json()
    assert (ticket["number"], ticket["status"], ticket["channel"]) == (receipt["number"], "accepted", "portal")
    assert (ticket["caller_name"], ticket["urgency"], ticket["wants_callback"]) == ("陈女士", "urgent", True)
    with kernel.database.read() as connection:
        kept = connection.execute(select(channel_messages)).one()
    assert (kept.external_id, kept.client, kept.latitude) == ("gov/P-1", "gov", 23.03)
    assert repository.original_of(kept) == answer.request.content, "as it was signed"


def test_sent_again_it_is_answered_and_not_filed_again(gov: Portal, kernel: Kernel) -> None:
    first = gov.send(appeal())
    again = gov.send(appeal())
    assert (again.status_code, again.json()) == (200, {**first.json(), "repeated": True})
    other = gov.send(appeal(content="另一件事"))
    assert (other.status_code, other.json()["code"]) == (409, "intake_otherwise")
    assert first.json()["number"] in other.json()["detail"]
    assert count(kernel, tickets, channel_messages) == [1, 1]


def test_two_portals_may_count_alike(gov: Portal, kernel: Kernel, client: TestClient, real_clock: ManualClock) -> None:
    open_portal(kernel, "other")
    other = Portal(client, real_clock, "other")
    first, second = gov.send(appeal()), other.send(appeal())
    assert first.json()["ticket_id"] != second.json()["ticket_id"]
    # And none goes on with a thread of the other's.
    third = other.send(appeal(external_id="P-2", thread="P-1"))
    assert third.json()["ticket_id"] == second.json()["ticket_id"]


def test_a_further_message_goes_on_with_the_first(gov: Portal, sign_in: SignIn) -> None:
    first = gov.send(appeal()).json()
    second = gov.send(appeal(external_id="P-2", thread="P-1", content="还是不亮")).json()
    assert second["number"] == first["number"]
    ticket = sign_in(Role.DISPATCHER).get(f"/v1/tickets/{first['ticket_id']}").json()
    assert [note["text"] for note in ticket["notes"]] == ["还是不亮"]


@pytest.mark.parametrize(
    "part", ["Tongfu-Client", "Tongfu-Timestamp", "Tongfu-Nonce", "Tongfu-Signature", "body", "path"]
)
def test_forged_in_any_part_it_is_refused_and_leaves_nothing(gov: Portal, kernel: Kernel, part: str) -> None:
    body = json.dumps(appeal()).encode()
    headers, target = gov.headers("POST", PATH, body), PATH
    if part == "body":
        body = json.dumps(appeal(content="改过的内容")).encode()
    elif part == "path":
        target = f"{PATH}?x=1"
    else:
        good = headers[part]
        headers[part] = "other" if part == "Tongfu-Client" else good[:-1] + ("1" if good[-1] != "1" else "2")
    answer = gov.raw(body, headers, target)
    wanted = (400, "bad_digest") if part == "body" else (401, "bad_signature")
    assert (answer.status_code, answer.json()["code"]) == wanted
    assert count(kernel, tickets, channel_messages, channel_nonces) == [0, 0, 0]


def test_forged_with_a_digest_to_fit_it_is_refused(gov: Portal) -> None:
    headers = gov.headers("POST", PATH, json.dumps(appeal()).encode())
    body = json.dumps(appeal(content="改过的内容")).encode()
    assert gov.raw(body, {**headers, "Tongfu-Content-Digest": digest_of(body)}).json()["code"] == "bad_signature"


@pytest.mark.parametrize(
    "missing", ["Tongfu-Client", "Tongfu-Timestamp", "Tongfu-Nonce", "Tongfu-Content-Digest", "Tongfu-Signature"]
)
def test_without_a_part_of_the_signature_it_is_refused(gov: Portal, missing: str) -> None:
    body = json.dumps(appeal()).encode()
    headers = gov.headers("POST", PATH, body)
    del headers[missing]
    answer = gov.raw(body, headers)
    assert answer.status_code == 401
    assert answer.json()["code"] == ("bad_signature" if missing == "Tongfu-Signature" else "signature_missing")


def test_an_unknown_client_an_inactive_one_and_a_wrong_secret_look_alike(gov: Portal, kernel: Kernel) -> None:
    answers = []
    gov.secret = "x" * 40
    answers.append(gov.send(appeal()))
    gov.secret = SECRET
    gov.client = "nobody"
    answers.append(gov.send(appeal()))
    gov.client = "gov"
    kernel.write(lambda tx: clients.put(tx, Channel.PORTAL, "gov", ChannelClientFields(name="x", active=False)))
    answers.append(gov.send(appeal()))
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1


def test_played_again_it_is_refused(gov: Portal, kernel: Kernel) -> None:
    body = json.dumps(appeal()).encode()
    headers = gov.headers("POST", PATH, body)
    assert gov.raw(body, headers).status_code == 201
    answer = gov.raw(body, headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "replayed")
    assert count(kernel, tickets) == [1]


@pytest.mark.parametrize(("seconds", "status"), [(0, 201), (WINDOW_SECONDS, 201), (WINDOW_SECONDS + 2, 401)])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_clock_that_is_off_is_refused_beyond_the_window(
    gov: Portal, real_clock: ManualClock, seconds: int, status: int, direction: int
) -> None:
    stamp = str(int(real_clock.now().timestamp()) + direction * seconds)
    answer = gov.send(appeal(), timestamp=stamp)
    assert answer.status_code == status
    if status == 401:
        assert answer.json()["code"] == "clock_skew"
        assert str(WINDOW_SECONDS) in answer.json()["detail"]


def test_a_nonce_is_remembered_longer_than_its_timestamp_lives(
    gov: Portal, kernel: Kernel, real_clock: ManualClock
) -> None:
    body = json.dumps(appeal()).encode()
    # Stamped as far ahead as is taken.
    ahead = str(int(real_clock.now().timestamp()) + WINDOW_SECONDS)
    headers = gov.headers("POST", PATH, body, timestamp=ahead)
    assert gov.raw(body, headers).status_code == 201
    real_clock.advance(2 * WINDOW_SECONDS)
    assert signed.forget_nonces(kernel) == 0
    assert gov.raw(body, headers).json()["code"] == "replayed"
    real_clock.advance(61)
    assert signed.forget_nonces(kernel) == 1
    assert gov.raw(body, headers).json()["code"] == "clock_skew"


def test_the_servers_clock_set_back_lets_nothing_in_twice(gov: Portal, real_clock: ManualClock) -> None:
    body = json.dumps(appeal()).encode()
    headers = gov.headers("POST", PATH, body)
    assert gov.raw(body, headers).status_code == 201
    real_clock.set_back(200)
    assert gov.raw(body, headers).json()["code"] == "replayed"


def test_what_was_refused_may_be_put_right_under_a_new_nonce(gov: Portal, kernel: Kernel) -> None:
    answer = gov.send(appeal(category="999999", town="1"))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")
    assert {problem["field"] for problem in answer.json()["fields"]} == {"category", "town"}
    assert count(kernel, tickets, channel_messages, channel_nonces) == [0, 0, 0]
    assert gov.send(appeal()).status_code == 201


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"external_id": "", "content": "x"},
        appeal(content=""),
        appeal(latitude=91),
        appeal(unknown=1),
        appeal(kind="?"),
    ],
)
def test_what_is_not_in_its_form_is_said_field_by_field(gov: Portal, message: dict[str, Any]) -> None:
    answer = gov.send(message)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")
    assert answer.json()["fields"]


def test_what_is_not_in_its_form_is_said_to_nobody_without_a_signature(client: TestClient) -> None:
    assert client.post(PATH, json={}).json()["code"] == "signature_missing"


def test_a_channel_that_is_off_takes_nothing(gov: Portal, kernel: Kernel) -> None:
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(enabled=False)))
    answer = gov.send(appeal())
    assert (answer.status_code, answer.json()["code"]) == (503, "channel_off")


@pytest.mark.parametrize("path", ["appeal", "file"])
def test_what_changes_between_two_requests_counts_at_once(gov: Portal, kernel: Kernel, path: str) -> None:
    """A secret that was right is remembered, and asked for all the same with whatever it brings."""
    taken = itertools.count(1)

    def send(secret: str = SECRET) -> str:
        gov.secret = secret
        number = next(taken)
        if path == "file":
            answer = send_file(gov, files.picture(width=number + 8, height=8))
        else:
            answer = gov.send(appeal(external_id=f"P-{number}"))
        return str(answer.json().get("code") if answer.status_code >= 300 else answer.status_code)

    def change(**fields: Any) -> None:
        kernel.write(lambda tx: clients.put(tx, Channel.PORTAL, "gov", ChannelClientFields(name="x", **fields)))

    assert [send(), send()] == ["201", "201"]
    change(secret="t" * 40)
    assert [send(), send("t" * 40), send("t" * 40), send()] == ["bad_signature", "201", "201", "bad_signature"]
    change(active=False)
    assert send("t" * 40) == "bad_signature"
    change(active=True)
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(enabled=False)))
    assert send("t" * 40) == "channel_off"
    # What was refused left nothing, not its nonce either.
    assert count(kernel, channel_nonces) == [4]


def send_file(gov: Portal, content: bytes, name: str = "a.jpg", **parts: str) -> httpx.Response:
    target = f"{PATH}/attachments?name={name}"
    return gov.raw(content, gov.headers("POST", target, content, **parts), target)


def test_files_are_sent_first_and_named_in_the_appeal(gov: Portal, sign_in: SignIn) -> None:
    content = files.picture()
    stored = send_file(gov, content)
    assert stored.status_code == 201
    assert stored.json() == {
        "digest": digest_of(content),
        "name": "a.jpg",
        "size": len(content),
        "media_type": "image/jpeg",
    }
    receipt = gov.send(appeal(attachments=[{"digest": stored.json()["digest"], "name": "现场.jpg"}])).json()
    agent = sign_in(Role.AGENT)
    (attachment,) = agent.get(f"/v1/tickets/{receipt['ticket_id']}/attachments").json()
    assert (attachment["name"], attachment["from_citizen"]) == ("现场.jpg", True)
    assert agent.get(f"/v1/attachments/{attachment['id']}").content == content


@pytest.mark.parametrize(
    ("content", "name", "parts", "status", "code"),
    [
        (files.PROGRAM, "a.jpg", {}, 422, "bad_file_type"),
        (files.archive(("bomb", bytes(30_000_000))), "a.zip", {}, 422, "bad_archive"),
        (files.picture() + bytes(20_000_000), "a.jpg", {}, 413, "too_large"),
        (files.picture(), "..%2Fa.jpg", {}, 422, "bad_file_name"),
        (files.picture(), "a.jpg", {"digest": "0" * 64}, 400, "bad_digest"),
    ],
)
def test_files_that_are_not_taken(
    gov: Portal, content: bytes, name: str, parts: dict[str, str], status: int, code: str
) -> None:
    answer = send_file(gov, content, name, **parts)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_file_that_was_never_sent_is_not_known(gov: Portal) -> None:
    answer = gov.send(appeal(attachments=[{"digest": "0" * 64, "name": "a.jpg"}]))
    assert [(p["field"], p["code"]) for p in answer.json()["fields"]] == [("attachments.0", "unknown_code")]


def test_a_file_needs_a_signature_before_it_is_read(gov: Portal) -> None:
    content = files.picture()
    headers = gov.headers("POST", f"{PATH}/attachments?name=a.jpg", content) | {"Tongfu-Signature": "0" * 64}
    assert gov.raw(content, headers, f"{PATH}/attachments?name=a.jpg").json()["code"] == "bad_signature"


def test_the_same_appeal_many_times_at_once_is_one_ticket(server: ApiServer) -> None:
    from tests.services.server import district

    district.load(server.kernel)
    open_portal(server.kernel)
    answers: list[httpx.Response] = []
    start = threading.Barrier(8)

    def send() -> None:
        with httpx.Client(base_url=server.base_url, trust_env=False, timeout=30) as http:
            start.wait()
            answers.append(Portal(http).send(appeal()))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert count(server.kernel, tickets, channel_messages) == [1, 1]
    with server.kernel.database.read() as connection:
        told = connection.execute(select(func.count()).where(events.c.topic == "ticket")).scalar_one()
    assert told == 1
