"""The outermost layer: the embedded API's gate, the limit of a body, request figures, and what nobody caught.

Plain ASGI, one wrapped ``send`` per request: Starlette's own middleware class costs a task and two streams each.
"""

import hmac
import logging
import re
import secrets
import time
import traceback
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.errors import AppError, NotSignedIn
from services.server.operations.metrics import Metrics
from services.server.problems import problem
from services.server.shortcut import Shortcut
from services.server.work import language_of

log = logging.getLogger(__name__)


class Front:
    """Wraps the application.

    Args:
        app: what answers.
        gate_token: when not empty, a request without it is refused before anything looks at it.
        max_body_bytes: longest request body.
        max_upload_bytes: longest body where the path is one of ``uploads``.
        uploads: regular expressions of whole paths.
        metrics: where requests are counted.
        shortcuts: routes that are answered from here.
    """

    def __init__(
        self,
        app: ASGIApp,
        gate_token: str,
        max_body_bytes: int,
        max_upload_bytes: int,
        uploads: Sequence[str],
        metrics: Metrics,
        shortcuts: Sequence[Shortcut] = (),
    ) -> None:
        self._app = app
        self._gate_token = gate_token.encode()
        self._max_body_bytes = max_body_bytes
        self._max_upload_bytes = max_upload_bytes
        self._uploads = re.compile("|".join(f"(?:{path})" for path in uploads) or "(?!)")
        self._metrics = metrics
        self._shortcuts = shortcuts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def counting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        limit = self._limit(scope)
        refusal = self._refusal(scope, limit)
        try:
            if refusal is None:
                await self._answer(scope, _limited(receive, limit), counting)
        except Exception as error:
            refusal = _unexpected(scope, error)
        if refusal is not None and not status:
            await problem(refusal, language_of(Request(scope)))(scope, receive, counting)
        self._metrics.request(scope, status, time.perf_counter() - began)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        for shortcut in self._shortcuts:
            ids = shortcut.match(scope["method"], scope["path"])
            if ids is None:
                continue
            request = Request(scope, receive)
            try:
                body = await request.body()
            except (ClientDisconnect, HTTPException):
                # FastAPI finds the same, and says so.
                break
            scope["route"] = shortcut.route
            response = await shortcut.answer(request, ids)
            if response is not None:
                await response(scope, receive, send)
                return
            receive = _again(body, receive)
            break
        await self._app(scope, receive, send)

    def _limit(self, scope: Scope) -> int:
        return self._max_upload_bytes if self._uploads.fullmatch(scope["path"]) else self._max_body_bytes

    def _refusal(self, scope: Scope, limit: int) -> AppError | None:
        gate, length = b"", b""
        for name, value in scope["headers"]:
            if name == b"tongfu-gate":
                gate = value
            elif name == b"content-length":
                length = value
        if self._gate_token and not hmac.compare_digest(gate, self._gate_token):
            return NotSignedIn("not_signed_in")
        if length.isdigit() and int(length) > limit:
            return AppError("too_large", status=413, details={"limit": f"{limit:,} B"})
        return None


def _limited(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            # FastAPI reads the body inside a net that lets only this type through.
            raise HTTPException(413, f"{limit:,} B")
        return message

    return limited


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives a body that has been read once more."""
    is_read = False

    async def again() -> Message:
        nonlocal is_read
        if is_read:
            return await receive()
        is_read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _unexpected(scope: Scope, error: Exception) -> AppError:
    """Logs where it happened and of which type; the text of an exception may quote what a citizen said."""
    reference = secrets.token_hex(4)
    route = getattr(scope.get("route"), "path", "no route")
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("error %s at %s %s: %s\n%s", reference, scope["method"], route, type(error).__name__, places)
    return AppError("internal", status=500, details={"reference": reference})
