"""One exception base, one problem response (RFC 9457)."""

import logging
import secrets
import sqlite3
import traceback
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from starlette.exceptions import HTTPException

from services.contracts.common import FieldProblem
from services.errors import AppError, Conflict, InvalidFields, NotFound, sentence
from services.server.work import language_of

log = logging.getLogger(__name__)

_TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    410: "Gone",
    412: "Changed by somebody else",
    413: "Too large",
    422: "Needs a correction",
    428: "Version missing",
    429: "Too many requests",
    500: "Internal error",
    503: "Busy",
    507: "Storage full",
}

# pydantic's error types → our codes and what the sentence needs
_BY_TYPE: dict[str, tuple[str, dict[str, str]]] = {
    "missing": ("required", {}),
    "string_too_long": ("too_long", {"limit": "max_length"}),
    "string_too_short": ("too_short", {"limit": "min_length"}),
    "too_long": ("too_long", {"limit": "max_length"}),
    "too_short": ("too_few", {"limit": "min_length"}),
    "enum": ("not_a_choice", {}),
    "literal_error": ("not_a_choice", {}),
    "extra_forbidden": ("unknown_field", {}),
    # of our own contracts
    "ends_too_early": ("ends_too_early", {}),
    "overlapping": ("overlapping", {}),
}


def problem(error: AppError, language: str) -> Response:
    """Returns the response for an error."""
    body = {
        "type": f"urn:tongfu:problem:{error.code}",
        "title": _TITLES.get(error.status, "Error"),
        "status": error.status,
        "detail": sentence(error.code, language, error.details),
        "code": error.code,
        "fields": [each.model_dump() for each in field_problems(error, language)],
        "current": error.current,
        "retry_after": error.details.get("retry_after"),
    }
    headers = {}
    if error.status == 401:
        headers["www-authenticate"] = "Bearer"
    if error.details.get("retry_after"):
        headers["retry-after"] = str(error.details["retry_after"])
    return Response(orjson.dumps(body, default=str), error.status, headers, "application/problem+json")


def field_problems(error: AppError, language: str) -> list[FieldProblem]:
    """Returns what is wrong with which field, each with its sentence."""
    return [
        FieldProblem(field=name, code=code, message=sentence(code, language, details))
        for name, (code, details) in error.fields.items()
    ]


def from_validation(error: RequestValidationError) -> AppError:
    """Turns pydantic's findings into field problems with our codes."""
    fields: dict[str, tuple[str, dict[str, Any]]] = {}
    for item in error.errors():
        place = [str(part) for part in item["loc"][1:]]  # the first says where: body, query, path, header
        if item["type"] == "json_invalid":
            return AppError("bad_request", status=400, details={"why": "JSON"})
        code, wanted = _BY_TYPE.get(item["type"], ("bad_value", {}))
        if code == "too_few" and isinstance(item.get("input"), str):
            # Of a secret the length is told as that of a list.
            code = "too_short"
        details = {name: item.get("ctx", {}).get(key, "?") for name, key in wanted.items()}
        fields.setdefault(".".join(place) or "body", (code, details))
    return InvalidFields(fields)


def from_http(error: HTTPException) -> AppError:
    """Turns what the framework refuses by itself (no such route, wrong method, a body too long) into our error."""
    if error.status_code == 404:
        return NotFound("route")
    if error.status_code == 413:
        return AppError("too_large", status=413, details={"limit": error.detail})
    return AppError("bad_request", status=error.status_code, details={"why": str(error.detail)})


# PostgreSQL's SQLSTATE codes and the words of SQLite that mean the same.
_FULL = ("53100", "database or disk is full", "disk i/o error")
_BUSY = ("40001", "40P01", "55P03", "53300", "57P01", "57P03", "database is locked")
_TAKEN = ("23505", "unique constraint failed")
_GONE = ("23503", "foreign key constraint failed")
_NOT_A_VALUE = ("22",)


def from_database(error: DBAPIError) -> AppError:
    """Tells apart a full disk, a busy database, two who saved the same thing, what names a missing row, a value no column can hold, and a mistake."""
    state = getattr(error.orig, "sqlstate", None) or ""
    words = str(error.orig).lower()

    def says(signs: tuple[str, ...]) -> bool:
        return state in signs or any(sign in words for sign in signs if " " in sign)

    if says(_FULL):
        return AppError("storage_full", status=507)
    # Without a code of the server's own, it was the connection to PostgreSQL that failed.
    lost = isinstance(error, OperationalError) and not state and not isinstance(error.orig, sqlite3.Error)
    if says(_BUSY) or error.connection_invalidated or lost:
        return AppError("server_busy", status=503, details={"retry_after": 1})
    if says(_TAKEN):
        return Conflict("same_time")
    if state.startswith(_NOT_A_VALUE) or "nul (0x00)" in words:
        return AppError("bad_request", status=400, details={"why": "value"})
    # What names a row that is not there may be a race, and is more often a mistake of ours: it is logged as one.
    reference = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("database error %s: %s %s\n%s", reference, type(error.orig).__name__, state, places)
    if says(_GONE):
        return Conflict("reference_gone", reference=reference)
    return AppError("internal", status=500, details={"reference": reference})


def install(app: FastAPI) -> None:
    """Registers the handlers."""

    async def _on_app_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, AppError)  # noqa: S101
        return problem(error, language_of(request))

    async def _on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        return problem(from_validation(error), language_of(request))

    async def _on_database(request: Request, error: Exception) -> Response:
        assert isinstance(error, DBAPIError)  # noqa: S101
        return problem(from_database(error), language_of(request))

    async def _on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101
        response = problem(from_http(error), language_of(request))
        for name, value in (error.headers or {}).items():
            response.headers[name] = value
        return response

    app.add_exception_handler(AppError, _on_app_error)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(DBAPIError, _on_database)
    app.add_exception_handler(HTTPException, _on_http)
