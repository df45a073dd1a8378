from typing import Any

import pytest

from services.contracts.common import Problem
from services.server.app import build_app
from services.server.kernel import Kernel

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def document(kernel: Kernel) -> dict[str, Any]:
    return build_app(kernel).openapi()


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(m, path, operation) for path, item in document["paths"].items() for m, operation in item.items()]


def test_every_operation_says_what_it_is_for(document: dict[str, Any]) -> None:
    missing = []
    for method, path, operation in _operations(document):
        missing += [f"{method} {path}: {part}" for part in ("summary", "description", "tags") if not operation[part]]
        for parameter in operation.get("parameters", []):
            if not parameter.get("description"):
                missing.append(f"{method} {path}: parameter {parameter['name']}")
    assert not missing


def test_every_operation_says_what_it_answers(document: dict[str, Any]) -> None:
    wrong = []
    for method, path, operation in _operations(document):
        good = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
        contents = [(status, answer.get("content", {})) for status, answer in good.items()]
        if not good or any((status == "204") == bool(content) for status, content in contents):
            wrong.append(f"{method} {path}")
        if any(content.get("application/json", {}).get("schema") == {} for _, content in contents):
            wrong.append(f"{method} {path}: no model")
    assert not wrong


def test_every_refusal_is_a_problem(document: dict[str, Any]) -> None:
    for method, path, operation in _operations(document):
        for status, answer in operation["responses"].items():
            if path.startswith("/open311/"):
                # Its specification has an own form of refusals.
                assert {*answer["content"]} <= {"application/json", "text/xml"}, f"{method} {path} {status}"
            elif path.startswith("/v1/public/follow-up/"):
                # For people, in words.
                assert {*answer["content"]} <= {"text/html", "application/problem+json"}, f"{method} {path} {status}"
            elif status[0] in "45d" and not (path == "/v1/health" and status == "503"):
                assert list(answer["content"]) == ["application/problem+json"], f"{method} {path} {status}"
    assert set(document["components"]["schemas"]["Problem"]["properties"]) == set(Problem.model_fields)
    assert "HTTPValidationError" not in document["components"]["schemas"]


KEYLESS = {
    # A form in a browser; its link is good once.
    "post /v1/public/follow-up/{token}",
    # Signed with a nonce; the message has its own name, and the file is its own.
    "post /v1/intake/portal",
    "post /v1/intake/portal/attachments",
    # Clients of Open311 know of no key; without one, the same content on the same day is the same request.
    "post /open311/v2/requests.{form}",
    "post /open311/v2/requests/{service_request_id}/comments.{form}",
    "post /v1/clock-rules/preview",
    "post /v1/channels/{channel}/check",
    "post /v1/session",
    "post /v1/session/refresh",
    # They read; the question is too long for an address.
    "post /v1/samples",
    "post /v1/suggestions",
    "post /v1/boards/{board}/preview",
    "post /v1/tickets/likeness",
    # Says where somebody is now; saying it twice changes nothing, and an old one must never be sent again.
    "put /v1/tickets/{ticket_id}/presence",
}
VERSIONLESS = {"patch /v1/training"}
"""There is one training clock; the last word counts."""


def test_writes_ask_for_a_key_and_changes_for_a_version(document: dict[str, Any]) -> None:
    wrong = []
    for method, path, operation in _operations(document):
        name = f"{method} {path}"
        required = {p["name"] for p in operation.get("parameters", []) if p["in"] == "header" and p["required"]}
        if ("Idempotency-Key" in required) != (method != "get" and name not in KEYLESS):
            wrong.append(f"{name}: key")
        if method == "patch" and ("If-Match" in required) == (name in VERSIONLESS):
            wrong.append(f"{name}: version")
        if method in ("get", "delete") and "requestBody" in operation:
            wrong.append(f"{name}: body")
    assert not wrong


def test_names_of_operations_are_unique(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in _operations(document)]
    assert sorted(names) == sorted(set(names))


def test_references_lead_somewhere(document: dict[str, Any]) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                assert value["$ref"].removeprefix("#/components/schemas/") in document["components"]["schemas"]
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(document)


def test_every_field_that_is_sent_has_a_limit(document: dict[str, Any]) -> None:
    """A text has a greatest length or a form, a list a greatest number, a number its ends."""
    endless: set[str] = set()
    schemas = document["components"]["schemas"]

    def look(schema: dict[str, Any], place: str, seen: tuple[str, ...]) -> None:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            if name not in seen:
                look(schemas[name], name, (*seen, name))
            return
        for part in (*schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())):
            look(part, place, seen)
        for field, part in schema.get("properties", {}).items():
            look(part, f"{place}.{field}", seen)
        if isinstance(schema.get("additionalProperties"), dict):
            look(schema["additionalProperties"], f"{place}.*", seen)
        kind = schema.get("type")
        if kind == "string" and not {"maxLength", "pattern", "format", "enum", "const"} & set(schema):
            endless.add(place)
        if kind in ("integer", "number") and not {"maximum", "exclusiveMaximum", "enum", "const"} & set(schema):
            endless.add(place)
        if kind == "array":
            if "maxItems" not in schema:
                endless.add(f"{place}[]")
            look(schema.get("items", {}), f"{place}[]", seen)

    for method, path, operation in _operations(document):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            look(content["schema"], f"{method} {path}", ())
        for parameter in operation.get("parameters", []):
            look(parameter["schema"], f"{method} {path} ?{parameter['name']}", ())
    assert sorted(endless) == []
