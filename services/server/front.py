"""The outermost layer: the embedded API's gate, the limit of a body, request figures, and what nobody caught.

Plain ASGI, one wrapped ``send`` per request: Starlette's own middleware class costs a task and two streams each.
"""

import hmac
import logging
import secrets
import time
import traceback

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.errors import AppError, NotSignedIn
from services.server.operations.metrics import Metrics
from services.server.problems import problem
from services.server.work import language_of

log = logging.getLogger(__name__)


class Front:
    """Wraps the application.

    Args:
        app: what answers.
        gate_token: when not empty, a request without it is refused before anything looks at it.
        max_body_bytes: longest request body.
        metrics: where requests are counted.
    """

    def __init__(self, app: ASGIApp, gate_token: str, max_body_bytes: int, metrics: Metrics) -> None:
        self._app = app
        self._gate_token = gate_token.encode()
        self._max_body_bytes = max_body_bytes
        self._limit = f"{max_body_bytes:,} B"
        self._metrics = metrics

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

        refusal = self._refusal(scope)
        try:
            if refusal is None:
                await self._app(scope, self._limited(receive), counting)
        except Exception as error:
            refusal = _unexpected(scope, error)
        if refusal is not None and not status:
            await problem(refusal, language_of(Request(scope)))(scope, receive, counting)
        self._metrics.request(scope, status, time.perf_counter() - began)

    def _refusal(self, scope: Scope) -> AppError | None:
        gate, length = b"", b""
        for name, value in scope["headers"]:
            if name == b"tongfu-gate":
                gate = value
            elif name == b"content-length":
                length = value
        if self._gate_token and not hmac.compare_digest(gate, self._gate_token):
            return NotSignedIn("not_signed_in")
        if length.isdigit() and int(length) > self._max_body_bytes:
            return self._too_large()
        return None

    def _too_large(self) -> AppError:
        return AppError("too_large", status=413, details={"limit": self._limit})

    def _limited(self, receive: Receive) -> Receive:
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._max_body_bytes:
                # FastAPI reads the body inside a net that lets only this type through.
                raise HTTPException(413, self._limit)
            return message

        return limited


def _unexpected(scope: Scope, error: Exception) -> AppError:
    """Logs where it happened and of which type; the text of an exception may quote what a citizen said."""
    reference = secrets.token_hex(4)
    route = getattr(scope.get("route"), "path", "no route")
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("error %s at %s %s: %s\n%s", reference, scope["method"], route, type(error).__name__, places)
    return AppError("internal", status=500, details={"reference": reference})
