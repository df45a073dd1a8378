"""How an endpoint reaches the database: ``reads``, ``writes`` and ``updates`` are its dependencies.

Each names the one permission that the route needs, and hands the endpoint a :class:`Work` that runs a service function
inside a transaction and turns its result into a response. Idempotency and versions are dealt with here, once::

    @router.post("/tickets", response_model=Ticket, status_code=201)
    def create(new: NewTicket, work: Annotated[Work, writes(Permission.TICKET_WRITE)]) -> Response:
        return work.write(lambda tx: service.create(tx, new), status=201)
"""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

import orjson
from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy import Connection, bindparam, insert, select, text

from services.contracts.accounts import Permission
from services.errors import AppError, NotAllowed, NotSignedIn
from services.server.awaited import AwaitedAnswer, Stop
from services.server.kernel import Kernel
from services.server.prepared import Prepared
from services.server.tables import idempotency
from services.server.transaction import Actor, Transaction


def language_of(request: Request) -> str:
    """Returns ``zh`` or ``en``, whichever the caller's ``Accept-Language`` names first; Chinese by default."""
    header = request.headers.get("accept-language", "zh").lower()
    places = {tag: header.find(tag) for tag in ("zh", "en") if tag in header}
    return min(places, key=lambda tag: places[tag]) if places else "zh"


def encode(result: Any) -> bytes:
    """Returns a result as JSON: pydantic messages, lists of them, or plain data from hot lists."""
    if isinstance(result, BaseModel):
        return result.model_dump_json().encode()
    return orjson.dumps(result, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(type(value).__name__)


class Work:
    """A request's way to the database, for one actor whose permission has been checked."""

    def __init__(
        self,
        request: Request,
        actor: Actor,
        key: str = "",
        body: bytes = b"",
        expected_version: int | None = None,
    ) -> None:
        self.kernel: Kernel = request.app.state.kernel
        self.actor = actor
        self._request = request
        self._key = key
        self._body = body
        self._expected_version = expected_version

    def read(self, work: Callable[[Transaction], Any]) -> Response:
        """Runs a reading service function and answers with its result."""
        return _response(self.kernel.read(work, self.actor), 200)

    def compute(self, work: Callable[[Transaction], Any]) -> Response:
        """Does the same for what may take seconds; when the client goes away, the database stops (``AwaitedAnswer``)."""
        kernel = self.kernel

        def compute(stop: Stop) -> bytes:
            with kernel.database.read() as connection, stop.over(connection):
                return encode(work(kernel.transaction(connection, self.actor)))

        return AwaitedAnswer(kernel.database, compute)

    def write(self, work: Callable[[Transaction], Any], status: int = 200) -> Response:
        """Runs a writing service function once for its idempotency key and answers with its result.

        The same key with the same request is answered with the first result; with another request it is refused.
        """
        return self.kernel.write(self._once(work, status), self.actor, self._expected_version)

    async def answer(
        self, work: Callable[[Transaction], Any], status: int = 200, ahead: Callable[[Connection], None] | None = None
    ) -> Response:
        """Does the same on the event loop, for what may share its transaction with others' (``Kernel.answer``).

        ``ahead`` asks what the work is going to ask first (``Prepared.ahead``): it goes along with looking up the key.
        """
        return await self.kernel.answer(self._once(work, status, ahead), self.actor, self._expected_version)

    def _once(
        self, work: Callable[[Transaction], Any], status: int, ahead: Callable[[Connection], None] | None = None
    ) -> Callable[[Transaction], Response]:
        wanted = f"{self._request.method} {self._request.scope['path']}?".encode() + self._request.scope["query_string"]
        digest = hashlib.sha256(wanted + b"\n" + self._body).hexdigest()

        def once(transaction: Transaction) -> Response:
            connection = transaction.connection
            if transaction.is_postgresql:
                # Two requests with one key at the same moment: the second waits, and is answered with the first's result.
                _ONE_AT_A_TIME.soon(connection, {"key": f"{self.actor.account_id} {self._key}"})
            asked = {"account": self.actor.account_id, "by_key": self._key}
            if ahead is not None:
                _ANSWERED.ahead(connection, asked)
                ahead(connection)
            row = _ANSWERED.first(connection, asked)
            if row is not None:
                if row.fingerprint != digest:
                    raise AppError("key_reused", status=422)
                return _json(row.body, row.status, row.version, replayed=True)
            result = work(transaction)
            version = getattr(result, "version", None)
            content = encode(result) if result is not None else b""
            code = status if result is not None else 204
            _KEEP.soon(
                connection,
                {
                    "account_id": self.actor.account_id,
                    "key": self._key,
                    "fingerprint": digest,
                    "status": code,
                    "body": content,
                    "version": version if isinstance(version, int) else None,
                    "at": transaction.now,
                },
            )
            return _json(content, code, version if isinstance(version, int) else None)

        return once


_ANSWERED = Prepared(
    select(idempotency.c.fingerprint, idempotency.c.status, idempotency.c.body, idempotency.c.version).where(
        idempotency.c.account_id == bindparam("account"), idempotency.c.key == bindparam("by_key")
    )
)
_KEEP = Prepared(insert(idempotency))
_ONE_AT_A_TIME = Prepared(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"))


def _response(result: Any, status: int) -> Response:
    version = getattr(result, "version", None)
    return _json(encode(result), status, version if isinstance(version, int) else None)


def _json(content: bytes, status: int, version: int | None, replayed: bool = False) -> Response:
    headers = {}
    if version is not None:
        headers["etag"] = f'"{version}"'
    if replayed:
        headers["idempotency-replayed"] = "true"
    return Response(content, status, headers, "application/json" if content else None)


class Guard:
    """The dependency of a route: checks the token and the one permission. ``permission`` is read by the route walk."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def admit(self, request: Request) -> Actor:
        """Returns who asks, or refuses."""
        kernel: Kernel = request.app.state.kernel
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedIn
        actor = kernel.tokens.actor(token, language_of(request))
        if not actor.may(self.permission):
            raise NotAllowed(self.permission)
        return actor


class Reads(Guard):
    """Guard of a route that only reads."""

    async def __call__(self, request: Request) -> Work:
        """Admits the caller."""
        return Work(request, self.admit(request))


_Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=100, description="A key of the client's own, one for each write."),
]
_Match = Annotated[str | None, Header(alias="If-Match", max_length=20, description='The version changed, as `"3"`.')]


class Writes(Guard):
    """Guard of a route that writes something new or acts."""

    async def __call__(self, request: Request, idempotency_key: _Key = None) -> Work:
        """Admits the caller."""
        actor = self.admit(request)
        if not idempotency_key:
            raise AppError("key_missing", status=400)
        return Work(request, actor, idempotency_key, await request.body())


class Updates(Guard):
    """Guard of a route that changes a versioned thing."""

    async def __call__(self, request: Request, idempotency_key: _Key = None, if_match: _Match = None) -> Work:
        """Admits the caller."""
        actor = self.admit(request)
        if not idempotency_key:
            raise AppError("key_missing", status=400)
        version = (if_match or "").removeprefix("W/").strip('"')
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise AppError("version_missing", status=428)
        return Work(request, actor, idempotency_key, await request.body(), int(version))


class Entrance:
    """The dependency of a route for those who have no account here; it proves or limits who comes by other means.

    ``scheme`` names the means: ``signature``, ``api_key`` or ``code``. The route walk reads it.
    """

    scheme = ""
    refusals: frozenset[int] = frozenset({401})
    """Statuses that it refuses with, for the API document."""


def reads(permission: Permission) -> Any:
    """Dependency of a route that only reads."""
    return Depends(Reads(permission))


def writes(permission: Permission) -> Any:
    """Dependency of a route that writes something new or acts; asks for ``Idempotency-Key``."""
    return Depends(Writes(permission))


def updates(permission: Permission) -> Any:
    """Dependency of a route that changes a versioned thing; asks for ``Idempotency-Key`` and ``If-Match``."""
    return Depends(Updates(permission))
