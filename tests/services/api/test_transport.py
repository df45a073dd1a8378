"""Errors that people can act on: no server, a silent one, a wrong certificate, another version, an expired token."""

import contextlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import orjson
import pytest

from services.api.accounts import AccountsApi
from services.api.events import EventsApi
from services.api.transport import ServerProblem, ServerStale, Transport, Unreachable
from services.clock import ManualClock
from services.contracts.accounts import AccountChange, Refresh, Session
from services.errors import AppError, NotSignedIn
from services.live import LiveFeed
from services.tasks import Progress

ACCOUNT = {"id": "a", "username": "agent01", "name": "话务员01", "roles": ["agent"]}


class Handler(BaseHTTPRequestHandler):
    """Answers with the next of ``answers`` (status, body, content type) and keeps what it was asked."""

    protocol_version = "HTTP/1.1"
    answers: ClassVar[list[tuple[int, Any]]] = []
    asked: ClassVar[list[tuple[str, str, dict[str, str]]]] = []

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
        status, body = self.answers.pop(0) if self.answers else (200, ACCOUNT)
        content = body if isinstance(body, bytes) else orjson.dumps(body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _answer

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    Handler.answers = []
    Handler.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def transport(server: ThreadingHTTPServer) -> Iterator[Transport]:
    transport = Transport(f"http://127.0.0.1:{server.server_port}", lambda: "zh_CN", "gate")
    yield transport
    transport.close()


def problem(status: int, code: str, **more: Any) -> tuple[int, Any]:
    return status, {"title": "t", "status": status, "detail": "请登录", "code": code, **more}


def session(access: str, refresh: str = "r") -> dict[str, Any]:
    return {
        "access_token": access,
        "refresh_token": refresh,
        "expires_in": 600,
        "account": ACCOUNT,
        "permissions": [],
        "zone": "UTC",
    }


def test_requests_carry_gate_language_and_token(transport: Transport) -> None:
    transport.use(Session.model_validate(session("token")))
    AccountsApi(transport).me()
    headers = Handler.asked[0][2]
    assert headers["tongfu-gate"] == "gate"
    assert headers["accept-language"] == "zh-CN"
    assert headers["authorization"] == "Bearer token"


def test_a_write_carries_its_key_and_version(transport: Transport) -> None:
    AccountsApi(transport).change_account("a", AccountChange(name="新"), 3, "key-1")
    headers = Handler.asked[0][2]
    assert (headers["idempotency-key"], headers["if-match"]) == ("key-1", '"3"')


def test_an_expired_token_is_renewed_once_and_the_request_repeated(transport: Transport) -> None:
    transport.use(Session.model_validate(session("old")))
    renewed: list[Session | None] = []
    transport.on_session = renewed.append
    Handler.answers = [problem(401, "not_signed_in"), (200, session("new", "r2")), (200, ACCOUNT)]
    assert AccountsApi(transport).me().id == "a"
    assert Handler.asked[2][2]["authorization"] == "Bearer new"
    assert renewed[0] is not None


def test_a_session_that_is_lost_is_told(transport: Transport) -> None:
    transport.use(Session.model_validate(session("old")))
    lost: list[Session | None] = []
    transport.on_session = lost.append
    Handler.answers = [problem(401, "not_signed_in"), problem(401, "not_signed_in")]
    with pytest.raises(NotSignedIn):
        AccountsApi(transport).me()
    assert lost == [None]


def test_a_problem_keeps_its_sentence_and_fields(transport: Transport) -> None:
    fields = [{"field": "title", "code": "required", "message": "此项必须填写。"}]
    Handler.answers = [problem(422, "invalid_fields", fields=fields)]
    with pytest.raises(ServerProblem) as caught:
        AccountsApi(transport).me()
    assert str(caught.value) == "请登录"
    assert caught.value.sentences == {"title": "此项必须填写。"}


def test_a_stale_write_brings_the_present_state(transport: Transport) -> None:
    Handler.answers = [problem(412, "stale_version", current={"version": 7})]
    with pytest.raises(ServerStale) as caught:
        AccountsApi(transport).change_account("a", AccountChange(name="新"), 3, "k")
    assert caught.value.current == {"version": 7}


def test_a_busy_server_is_asked_again(transport: Transport) -> None:
    Handler.answers = [(503, b"busy"), (200, ACCOUNT)]
    assert AccountsApi(transport).me().id == "a"
    assert len(Handler.asked) == 2


def test_no_server_is_unreachable() -> None:
    with pytest.raises(Unreachable) as caught:
        AccountsApi(Transport("http://127.0.0.1:9")).me()
    assert (caught.value.code, caught.value.status) == ("unreachable", 503)


def test_something_else_on_that_port_is_said_so(transport: Transport) -> None:
    Handler.answers = [(404, b"<html>not here</html>")]
    with pytest.raises(AppError) as caught:
        AccountsApi(transport).me()
    assert caught.value.code == "unexpected"


def test_an_older_servers_answer_that_lacks_a_field_is_named(transport: Transport) -> None:
    Handler.answers = [(200, {"id": "a"})]
    with pytest.raises(AppError) as caught:
        AccountsApi(transport).me()
    assert caught.value.code == "server_too_old"


def test_a_newer_servers_extra_fields_are_ignored(transport: Transport) -> None:
    Handler.answers = [(200, ACCOUNT | {"invented_later": True})]
    assert AccountsApi(transport).me().username == "agent01"


@pytest.mark.parametrize(("version", "code"), [("2.0", "server_too_new"), ("0.9", "server_too_old")])
def test_another_major_version_is_refused(transport: Transport, version: str, code: str) -> None:
    snapshot = {
        "as_of": 1,
        "now": "2026-03-02T00:00:00Z",
        "api_version": version,
        "account": ACCOUNT,
        "permissions": [],
        "zone": "UTC",
    }
    Handler.answers = [(200, snapshot)]
    feed = LiveFeed(EventsApi(transport), ManualClock(), lambda callback: callback())
    progress = Progress()

    def stop(_change: object) -> None:
        progress.cancel()
        feed.retry_now()

    feed.listen(stop)
    feed.run(progress)
    assert feed.problem is not None
    assert feed.problem.code == code


def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-keyout", tmp_path / "key", "-out", tmp_path / "cert"], check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        with pytest.raises(AppError) as caught:
            Transport(f"https://127.0.0.1:{server.server_port}").open_session("/v1/session", Refresh(refresh_token="x"))
        assert caught.value.code == "bad_certificate"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_stream_that_is_silent_ends_when_its_reader_is_cancelled(transport: Transport) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    ended, progress = threading.Event(), Progress()

    def follow() -> None:
        with contextlib.suppress(AppError), EventsApi(transport).events(0, 300, progress) as chunks:
            list(chunks)
        ended.set()

    transport.redirect(f"http://127.0.0.1:{silent.getsockname()[1]}", "")
    reader = threading.Thread(target=follow, daemon=True)
    reader.start()
    with silent, silent.accept()[0] as server:
        server.recv(65536)
        server.sendall(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n2\r\n: \r\n"
        )
        assert not ended.wait(0.3)
        progress.cancel()
        assert ended.wait(30)
    reader.join()
