"""Routes that go a short way answer as by the long one, whatever is sent."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from services.contracts.accounts import Role
from services.server.kernel import Kernel
from services.server.shortcut import Shortcut
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

_STEP = b'{"step": "dispatch", "unit": "D06"}'
_HEADERS = {"content-type": "application/json", "idempotency-key": "k", "if-match": '"1"'}

SENT: dict[str, tuple[str, bytes, dict[str, str | None]]] = {
    "as it should be": ("t1", _STEP, {}),
    "no JSON": ("t1", b'{"step": ', {}),
    "a list": ("t1", b"[]", {}),
    "nothing": ("t1", b"", {}),
    "no such step": ("t1", b'{"step": "fly"}', {}),
    "a field too many": ("t1", b'{"step": "dispatch", "unit": "D06", "colour": "red"}', {}),
    "a text too long": ("t1", b'{"step": "contact", "text": "%b"}' % (b"x" * 20_000), {}),
    "half a character": ("t1", b'{"step": "contact", "text": "\\ud800"}', {}),
    "UTF-16": ("t1", _STEP.decode().encode("utf-16"), {}),
    "another kind of content": ("t1", _STEP, {"content-type": "text/plain"}),
    "a kind of content with its characters": ("t1", _STEP, {"content-type": "application/json; charset=utf-8"}),
    "no kind of content": ("t1", _STEP, {"content-type": None}),
    "no key": ("t1", _STEP, {"idempotency-key": None}),
    "a key too long": ("t1", _STEP, {"idempotency-key": "k" * 101}),
    "no version": ("t1", _STEP, {"if-match": None}),
    "a version that is none": ("t1", _STEP, {"if-match": "one"}),
    "an older version": ("t1", _STEP, {"if-match": '"7"'}),
    "nobody": ("t1", _STEP, {"authorization": None}),
    "a forged token": ("t1", _STEP, {"authorization": "Bearer forged"}),
    "no such ticket": ("t2", _STEP, {}),
    "an id that is none": ("t%201", _STEP, {}),
    "an id too long": ("t" * 65, _STEP, {}),
    "what the table refuses": ("t1", b'{"step": "reply", "text": "x"}', {}),
    "a part missing": ("t1", b'{"step": "dispatch"}', {}),
}


@pytest.fixture
def send(sign_in: SignIn, kernel: Kernel, client: TestClient) -> Callable[[str], httpx.Response]:
    district.load(kernel)
    answer = sign_in(Role.AGENT).post("/v1/tickets", json=district.new_ticket(id="t1", finish="accept"))
    assert answer.status_code == 201, answer.text
    dispatcher: Api = sign_in(Role.DISPATCHER)

    def sent(name: str) -> httpx.Response:
        ticket, body, other = SENT[name]
        headers = {"authorization": f"Bearer {dispatcher.token}", **_HEADERS, **other}
        given = {key: value for key, value in headers.items() if value is not None}
        return client.post(f"/v1/tickets/{ticket}/steps", content=body, headers=given)

    return sent


def _essence(answer: httpx.Response) -> Any:
    body = answer.json()
    for moment in ("updated_at", "created_at", "current"):
        body.pop(moment, None)
    kept = {name: answer.headers.get(name) for name in ("content-type", "etag", "www-authenticate")}
    return answer.status_code, body, kept


@pytest.mark.parametrize("name", SENT)
def test_the_short_way_answers_as_the_long_one(
    name: str, send: Callable[[str], httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Shortcut, "match", lambda *_: None)
        # What is refused changes nothing, so that it can be sent twice; what is taken is answered with the first result.
        by_the_long = _essence(send(name))
    assert _essence(send(name)) == by_the_long


def test_a_step_goes_the_short_way(send: Callable[[str], httpx.Response], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fastapi.routing.APIRoute.handle", None)
    assert send("as it should be").status_code == 200


def test_a_request_is_counted_under_its_route(send: Callable[[str], httpx.Response], client: TestClient) -> None:
    send("as it should be")
    route = 'route="/v1/tickets/{ticket_id}/steps",status="200"'
    assert route in client.get("/v1/metrics").text
