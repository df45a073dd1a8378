"""The API document: what FastAPI derives from the routes, plus what it cannot know: permissions, problems, headers."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from services.contracts.common import Problem
from services.server.work import Entrance, Guard, Updates, Writes

_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_WHAT = {
    400: "The request is malformed.",
    401: "Not signed in.",
    403: "Signed in, but this needs a permission that the roles do not grant.",
    404: "There is no such thing, or one may not know of it.",
    409: "Not possible in the present state.",
    412: "Somebody else has changed it; `current` is the present state.",
    413: "The body is too large.",
    422: "Fields need a correction; `fields` says which and why.",
    428: "`If-Match` is missing.",
    429: "Too many attempts.",
    503: "Busy; to be tried again with the same key.",
    507: "The disk is full.",
}
_INTRODUCTION = """\
Every write carries an `Idempotency-Key` of the client's own: the same key with the same request is answered with the first
result. Every change of something with a version carries `If-Match` with the version it changes, as in `ETag`. What goes
wrong is a problem (RFC 9457) with a stable `code` and a sentence in the language of `Accept-Language`.
"""


class Api(FastAPI):
    """FastAPI with the complete document."""

    def openapi(self) -> dict[str, Any]:
        """Returns the document; made once."""
        if self.openapi_schema is None:
            self.openapi_schema = _document(self)
        return self.openapi_schema


def guards(route: APIRoute) -> list[Guard]:
    """Returns what checks the caller of a route: exactly one guard, none for a route that is open."""
    calls: list[object] = [dependency.call for dependency in route.dependant.dependencies]
    return [call for call in calls if isinstance(call, Guard)]


def entrances(route: APIRoute) -> list[Entrance]:
    """Returns by what other means an open route lets somebody in."""
    calls: list[object] = [dependency.call for dependency in route.dependant.dependencies]
    return [call for call in calls if isinstance(call, Entrance)]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=_INTRODUCTION, routes=app.routes)
    parts = document.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    problem = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "signature": {
            "type": "apiKey",
            "in": "header",
            "name": "Tongfu-Signature",
            "description": "HMAC-SHA256; see docs/channels.md.",
        },
        "api_key": {"type": "apiKey", "in": "query", "name": "api_key"},
    }
    for route, operation in _operations(app, document):
        _complete(route, operation)
    return document


def _operations(app: FastAPI, document: dict[str, Any]) -> Iterator[tuple[APIRoute, dict[str, Any]]]:
    for route in app.routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                yield route, document["paths"][route.path_format][method.lower()]


def _complete(route: APIRoute, operation: dict[str, Any]) -> None:
    guard = next(iter(guards(route)), None)
    if guard is not None:
        operation["security"] = [{"token": []}]
        operation["x-permission"] = guard.permission.value
        operation["description"] = f"{operation.get('description', '')}\n\nPermission: `{guard.permission}`".strip()
    entrance = next(iter(entrances(route)), None)
    if entrance is not None and entrance.scheme in ("signature", "api_key"):
        operation["security"] = [{entrance.scheme: []}]
    for parameter in operation.get("parameters", []):
        _require(parameter, guard)
    responses = operation["responses"]
    for answer in responses.values():
        content = answer.get("content", {})
        # FastAPI's guess, beside the kind of content that the route names itself.
        if len(content) > 1 and not content.get("application/json", {}).get("schema", True):
            del content["application/json"]
    # FastAPI's own, in a form that this API never answers with.
    responses.pop("422", None)
    if "default" in responses:
        # Speaks another specification, refusals included.
        return
    for status in _problems(route, operation, guard) | (entrance.refusals if entrance else frozenset()):
        responses.setdefault(str(status), {"description": _WHAT[status], "content": _PROBLEM})
    responses["default"] = {"description": "Any other refusal.", "content": _PROBLEM}


def _require(parameter: dict[str, Any], guard: Guard | None) -> None:
    """The guards let these headers be missing, to answer with a problem of their own."""
    if parameter["name"] == "Idempotency-Key" and isinstance(guard, Writes | Updates):
        parameter |= {"required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 100}}
    if parameter["name"] == "If-Match" and isinstance(guard, Updates):
        parameter |= {"required": True, "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'}}


def _problems(route: APIRoute, operation: dict[str, Any], guard: Guard | None) -> set[int]:
    places = {parameter["in"] for parameter in operation.get("parameters", [])}
    found = {503}
    if guard is not None:
        found |= {401, 403}
    if "path" in places:
        found |= {404, 422}
    if "query" in places:
        found |= {400, 422}
    if "requestBody" in operation:
        found |= {400, 413, 422}
    if isinstance(guard, Writes | Updates):
        found |= {400, 409, 422, 507}
    if isinstance(guard, Updates):
        found |= {412, 428}
    if route.path == "/v1/session":
        found |= {401, 429}
    if route.path == "/v1/session/refresh":
        found |= {401}
    return found
