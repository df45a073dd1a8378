"""How the console speaks HTTP: one pool of connections, time-outs, safe retries, tokens, and problems as errors."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, cast

import requests
from pydantic import BaseModel, TypeAdapter, ValidationError
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from services.api.pieces import Sending, ended, received
from services.contracts.accounts import Refresh, Session
from services.contracts.common import API_VERSION, Problem
from services.errors import AppError, NotSignedIn, StaleVersion
from services.tasks import Progress

Result = TypeVar("Result")

_CONNECT_SECONDS = 3.05
_READ_SECONDS = 15.0
_UPLOAD_SECONDS = 60.0
_POOL = 16


class ServerProblem(AppError):
    """A problem response of the server, with the sentence it gave in the person's language."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, status=problem.status, current=problem.current)
        self.problem = problem
        self.fields = {f.field: (f.code, {}) for f in problem.fields}
        self.sentences = {f.field: f.message for f in problem.fields}

    def __str__(self) -> str:
        return self.problem.detail


class ServerStale(StaleVersion):
    """412: somebody else has changed it since; ``current`` is the present state."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.current or {})
        self.problem = problem


class Unreachable(AppError):
    """The server cannot be reached, or did not answer in time: what can wait is tried again later."""

    status = 503


class Transport:
    """Sends requests of one signed-in person. All methods block and may be called from any thread.

    Args:
        base_url: ``https://host:port`` of the API, without a path.
        language: gives ``zh_CN`` or ``en``, for the sentences of problems.
        gate_token: the embedded API's own token.
    """

    def __init__(self, base_url: str, language: Callable[[], str] = lambda: "zh_CN", gate_token: str = "") -> None:
        self.base_url = base_url.rstrip("/")
        self._language = language
        self._gate_token = gate_token
        self._http = requests.Session()
        # A person's own proxy settings must not route a hotline's data elsewhere.
        self._http.trust_env = False
        retry = Retry(
            total=3,
            connect=2,
            read=1,
            status=2,
            backoff_factor=0.2,
            backoff_jitter=0.2,
            status_forcelist=(502, 503, 504),
            # Every write carries an idempotency key, so a repeated one is answered and not done twice.
            allowed_methods=None,
            respect_retry_after_header=True,
            raise_on_status=False,
        )
        adapter = HTTPAdapter(pool_connections=_POOL, pool_maxsize=_POOL, max_retries=retry)
        self._http.mount("http://", adapter)
        self._http.mount("https://", adapter)
        self._tokens = threading.Lock()
        self._access = ""
        self._refresh = ""
        self.on_session: Callable[[Session | None], None] = lambda _session: None
        """Told of every new session (a refresh too), and ``None`` when the person has to sign in again."""

    def redirect(self, base_url: str, gate_token: str) -> None:
        """Sends further requests to another address: the embedded API is up, on the port it got."""
        self.base_url = base_url.rstrip("/")
        self._gate_token = gate_token

    def use(self, session: Session | None) -> None:
        """Sends further requests as the holder of a session, or as nobody."""
        self._access = session.access_token if session else ""
        self._refresh = session.refresh_token if session else ""

    def open_session(self, path: str, body: BaseModel) -> Session:
        """Signs in or exchanges a refresh token, and uses the session from then on."""
        session = self._decode(self._send("POST", path, body=body, authorised=False), Session)
        self.use(session)
        return session

    def get(self, path: str, kind: type[Result], **query: Any) -> Result:
        """Asks for something; ``query`` values that are ``None`` or empty are left out."""
        return self._decode(self._authorised("GET", path, query=query), kind)

    def computed(self, path: str, kind: type[Result], progress: Progress, **query: Any) -> Result:
        """Asks for something that the server computes for seconds. Once ``progress`` is cancelled, both sides stop."""
        try:
            with self.stream(path, **query) as response, progress.waking(partial(ended, response)):
                _ = response.content
        except Unreachable:
            # What was cancelled breaks off in the middle.
            progress.check()
            raise
        return self._decode(response, kind)

    def post(
        self, path: str, kind: type[Result], body: BaseModel | None = None, *, key: str = "", version: int | None = None
    ) -> Result:
        """Sends a new thing or an action. ``key`` is the idempotency key of a write; a read by POST has none."""
        return self._decode(self._authorised("POST", path, body=body, key=key, version=version), kind)

    def put(
        self, path: str, kind: type[Result], body: BaseModel | None, *, key: str, version: int | None = None
    ) -> Result:
        """Puts a state."""
        return self._decode(self._authorised("PUT", path, body=body, key=key, version=version), kind)

    def patch(self, path: str, kind: type[Result], body: BaseModel, *, key: str, version: int | None = None) -> Result:
        """Changes fields of a versioned thing."""
        return self._decode(self._authorised("PATCH", path, body=body, key=key, version=version), kind)

    def delete(self, path: str, *, key: str, version: int | None = None) -> None:
        """Takes something away."""
        self._authorised("DELETE", path, key=key, version=version)

    def upload(
        self, path: str, kind: type[Result], file: Path, *, key: str, progress: Progress | None = None, **query: Any
    ) -> Result:
        """Sends a file as the body, piece by piece; ``query`` says its name. ``progress`` may cancel it."""
        sending = Sending(file, progress)
        return self._decode(
            self._authorised("POST", path, query=query, key=key, file=sending, read_seconds=_UPLOAD_SECONDS), kind
        )

    def download(self, path: str, progress: Progress | None = None, **query: Any) -> bytes:
        """Returns the bytes of a recording or a document; ``progress`` may cancel it."""
        if progress is None:
            return self._authorised("GET", path, query=query).content
        response = self._authorised("GET", path, query=query, stream=True)
        with _errors():
            return b"".join(received(response, progress))

    def save(
        self,
        path: str,
        target: Path,
        progress: Progress,
        body: BaseModel | None = None,
        key: str = "",
        lost: Callable[[Mapping[str, str]], None] = lambda _headers: None,
    ) -> Mapping[str, str]:
        """Writes a document to a file, which is there whole or not at all; with a ``body`` it is made by a POST.

        ``lost`` is called with the answer's headers where one came and no file was made of it.

        Returns:
            The answer's headers.

        Raises:
            OSError: the file cannot be written.
        """
        part = target.with_name(f".{target.name}.part")
        how = {"body": body, "key": key} if body is not None else {}
        response = self._authorised("POST" if body is not None else "GET", path, stream=True, **how)
        try:
            # Readable for its owner alone, and never to be run.
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file, _errors():
                for piece in received(response, progress):
                    file.write(piece)
            part.replace(target)
            return response.headers
        except BaseException:
            lost(response.headers)
            raise
        finally:
            response.close()
            part.unlink(missing_ok=True)

    @contextmanager
    def stream(
        self, path: str, read_seconds: float = _READ_SECONDS, part: str = "", **query: Any
    ) -> Iterator[requests.Response]:
        """Opens what comes bit by bit, or the ``part`` of it (a ``Range``); a silence of ``read_seconds`` is :class:`Unreachable`."""
        response = self._authorised("GET", path, query=query, stream=True, read_seconds=read_seconds, part=part)
        try:
            with _errors():
                yield response
        finally:
            response.close()

    def close(self) -> None:
        """Closes all connections; a stream that is open ends."""
        self._http.close()

    def _authorised(self, method: str, path: str, **how: Any) -> requests.Response:
        access = self._access
        try:
            return self._send(method, path, **how)
        except NotSignedIn:
            if not self._refreshed(access):
                raise
        return self._send(method, path, **how)

    def _refreshed(self, access: str) -> bool:
        """Gets a new access token once, however many threads find the old one expired at the same time."""
        with self._tokens:
            if self._access != access:
                return bool(self._access)
            if not self._refresh:
                return False
            try:
                session = self.open_session("/v1/session/refresh", Refresh(refresh_token=self._refresh))
            except NotSignedIn:
                self.use(None)
                self.on_session(None)
                return False
        self.on_session(session)
        return True

    def _send(
        self,
        method: str,
        path: str,
        *,
        body: BaseModel | None = None,
        file: Sending | None = None,
        query: Mapping[str, Any] | None = None,
        key: str = "",
        part: str = "",
        version: int | None = None,
        authorised: bool = True,
        stream: bool = False,
        read_seconds: float = _READ_SECONDS,
    ) -> requests.Response:
        headers = {"Accept-Language": self._language().replace("_", "-"), "Accept": "application/json"}
        if authorised:
            headers["Authorization"] = f"Bearer {self._access}"
        if self._gate_token:
            headers["Tongfu-Gate"] = self._gate_token
        if key:
            headers["Idempotency-Key"] = key
        if part:
            headers["Range"] = part
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        data: Any = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = body.model_dump_json(exclude_unset=True).encode()
        with ExitStack() as stack:
            if file is not None:
                headers["Content-Type"] = "application/octet-stream"
                data = stack.enter_context(file.opened())
            stack.enter_context(_errors())
            response = self._http.request(
                method,
                self.base_url + path,
                params=_query(query),
                data=data,
                headers=headers,
                timeout=(_CONNECT_SECONDS, read_seconds),
                allow_redirects=False,
                stream=stream,
            )
            if response.status_code >= 300:
                raise problem_of(response)
        return response

    def _decode(self, response: requests.Response, kind: type[Result]) -> Result:
        try:
            result: Result = _adapter(cast(Any, kind)).validate_json(response.content)
        except ValidationError as error:
            # A field this client needs is missing: the server is older.
            raise AppError("server_too_old", details={"server": "?", "client": API_VERSION}) from error
        return result


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def problem_of(response: requests.Response) -> AppError:
    """Returns the error that a response of 3xx to 5xx stands for."""
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        # Not our API: a proxy's page, or another program on that port.
        if response.status_code in (502, 503, 504):
            return Unreachable("unreachable")
        return AppError("unexpected", status=response.status_code, details={"why": f"HTTP {response.status_code}"})
    if problem.status == 401:
        error = NotSignedIn(problem.code)
        error.details["sentence"] = problem.detail
        return error
    if problem.status == 412:
        return ServerStale(problem)
    return ServerProblem(problem)


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise AppError("bad_certificate", status=495) from error
    except (requests.exceptions.ConnectTimeout, requests.exceptions.ConnectionError) as error:
        raise Unreachable("unreachable") from error
    except requests.exceptions.Timeout as error:
        raise Unreachable("timed_out") from error
    except requests.exceptions.RequestException as error:
        raise Unreachable("unreachable") from error


def _query(query: Mapping[str, Any] | None) -> dict[str, str] | None:
    if not query:
        return None
    return {name: _text(value) for name, value in query.items() if value is not None and value != ""}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
