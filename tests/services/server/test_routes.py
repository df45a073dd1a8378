"""All routes × all roles: who may. A change here is a change of what people may do, and meant to be noticed."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange
from services.server.app import build_app
from services.server.channels import settings
from services.server.kernel import Kernel
from services.server.openapi import entrances, guards
from tests.services.server.conftest import SignIn

OPEN = {
    ("GET", "/v1/health"),
    ("GET", "/v1/metrics"),
    ("POST", "/v1/session"),
    ("POST", "/v1/session/refresh"),
}
"""Everybody who reaches the server may."""
ENTRANCES = {
    ("POST", "/v1/intake/portal"): "signature",
    ("POST", "/v1/intake/portal/attachments"): "signature",
    ("GET", "/v1/public/status"): "code",
    ("GET", "/v1/public/follow-up/{token}"): "link",
    ("POST", "/v1/public/follow-up/{token}"): "link",
    ("GET", "/open311/v2/discovery.{form}"): "public",
    ("GET", "/open311/v2/services.{form}"): "public",
    ("GET", "/open311/v2/services/{service_code}.{form}"): "public",
    ("GET", "/open311/v2/requests.{form}"): "public",
    ("GET", "/open311/v2/requests/{service_request_id}.{form}"): "public",
    ("GET", "/open311/v2/tokens/{token}.{form}"): "public",
    ("POST", "/open311/v2/requests.{form}"): "api_key",
    ("POST", "/open311/v2/requests/{service_request_id}/comments.{form}"): "api_key",
}
"""Whoever has no account here may, by other means."""

A, D, H, Q, L, S, M = (
    Role.AGENT,
    Role.DISPATCHER,
    Role.HANDLER,
    Role.INSPECTOR,
    Role.LEAD,
    Role.SUPERVISOR,
    Role.ADMINISTRATOR,
)
_ALL = {A, D, H, Q, L, S, M}
_TICKETS = {A, D, H, Q, L, S}
_TAKES_DOWN = {A, D}
_SEES_EVALUATIONS = {A, Q, M}

WHO: dict[str, set[Role]] = {
    "DELETE /v1/session": _ALL,
    "GET /v1/me": _ALL,
    "GET /v1/snapshot": _ALL,
    "GET /v1/events": _ALL,
    "GET /v1/catalogue": _ALL,
    "GET /v1/training": _ALL,
    "PATCH /v1/training": {L, M},
    "GET /v1/access-log": {M},
    "GET /v1/accounts": {Q, L, M},
    "POST /v1/accounts": {M},
    "PATCH /v1/accounts/{account_id}": {M},
    "POST /v1/accounts/{account_id}/unlock": {M},
    "GET /v1/teams": {Q, L, M},
    "GET /v1/persons": {A, D, Q},
    "POST /v1/persons": _TAKES_DOWN,
    "GET /v1/persons/{person_id}": {A, D, Q},
    "PATCH /v1/persons/{person_id}": _TAKES_DOWN,
    "GET /v1/caller": {A, D, Q},
    "GET /v1/tickets": _TICKETS,
    "POST /v1/tickets": _TAKES_DOWN,
    "GET /v1/tickets/{ticket_id}": _TICKETS,
    "PATCH /v1/tickets/{ticket_id}": _TAKES_DOWN,
    "GET /v1/tickets/by-number/{number}": _TICKETS,
    "POST /v1/tickets/{ticket_id}/notes": _TAKES_DOWN,
    "PUT /v1/tickets/{ticket_id}/presence": _TICKETS,
    "POST /v1/tickets/likeness": _TICKETS,
    "GET /v1/tickets/{ticket_id}/follow-up": _TICKETS,
    "GET /v1/tickets/{ticket_id}/whole": _TICKETS,
    "GET /v1/tickets/by-number/{number}/whole": _TICKETS,
    "GET /v1/search": _TICKETS,
    "GET /v1/notices": _ALL,
    "POST /v1/notices/{notice_id}/read": _ALL,
    "POST /v1/notices/read": _ALL,
    "GET /v1/subscriptions": _TICKETS,
    "PUT /v1/tickets/{ticket_id}/subscription": _TICKETS,
    "DELETE /v1/tickets/{ticket_id}/subscription": _TICKETS,
    "GET /v1/views": _ALL,
    "PUT /v1/views/{view_id}": _ALL,
    "DELETE /v1/views/{view_id}": _ALL,
    "GET /v1/matters": _TICKETS,
    "POST /v1/matters": _TICKETS,
    "PATCH /v1/matters/{matter_id}": _TICKETS,
    "POST /v1/instructions": {S},
    "GET /v1/instructions": {S},
    "GET /v1/units/{code}/leaders": {M},
    "PUT /v1/units/{code}/leaders": {M},
    "GET /v1/leader-mail": {M},
    "GET /v1/follow-up-rules": _ALL,
    "PUT /v1/follow-up-rules": {M},
    "GET /v1/rates": {L, S},
    "GET /v1/rates/tickets": {L, S},
    "GET /v1/rates/weights": _ALL,
    "PUT /v1/rates/weights": {M},
    "GET /v1/texts": _ALL,
    "PUT /v1/texts": {M},
    "POST /v1/tickets/{ticket_id}/steps": _TICKETS,
    "GET /v1/tickets/{ticket_id}/offers": _TICKETS,
    "GET /v1/tickets/{ticket_id}/suggestion": _TICKETS,
    "GET /v1/tickets/{ticket_id}/meeting": _TICKETS,
    "POST /v1/suggestions": _TICKETS,
    "GET /v1/dispatch-rules": _ALL,
    "GET /v1/dispatch-rules/versions": _ALL,
    "PUT /v1/dispatch-rules": {M},
    "POST /v1/units": {M},
    "PATCH /v1/units/{code}": {M},
    "POST /v1/units/{code}/dissolve": {M},
    "POST /v1/places": {M},
    "PATCH /v1/places/{code}": {M},
    "POST /v1/places/{code}/remove": {M},
    "POST /v1/skills": {M},
    "PATCH /v1/skills/{key}": {M},
    "POST /v1/skills/{key}/retire": {M},
    "GET /v1/intake-rules": _ALL,
    "PUT /v1/intake-rules": {M},
    "POST /v1/categories": {M},
    "PATCH /v1/categories/{code}": {M},
    "POST /v1/categories/{code}/remove": {M},
    "GET /v1/units/{code}/duty": _ALL,
    "GET /v1/units/{code}/duty/versions": _ALL,
    "PUT /v1/units/{code}/duty": {D, H, M},
    "GET /v1/catalogue-changes": {M},
    "POST /v1/catalogue-changes/{change_id}/take-back": {M},
    "GET /v1/catalogue-proposals": {M},
    "POST /v1/catalogue-proposals/{proposal_id}/decision": {M},
    "GET /v1/tickets/{ticket_id}/related": _TICKETS,
    "POST /v1/steps": _TICKETS,
    "GET /v1/work": _TICKETS,
    "GET /v1/work/counts": _TICKETS,
    "POST /v1/tickets/{ticket_id}/attachments": _TICKETS,
    "GET /v1/tickets/{ticket_id}/attachments": _TICKETS,
    "GET /v1/attachments/{attachment_id}": _TICKETS,
    "GET /v1/attachments/{attachment_id}/thumbnail": _TICKETS,
    "GET /v1/channels": {M},
    "PATCH /v1/channels/{channel}": {M},
    "GET /v1/channels/{channel}/versions": {M},
    "GET /v1/channels/{channel}/clients": {M},
    "PUT /v1/channels/{channel}/clients/{client_id}": {M},
    "GET /v1/tickets/{ticket_id}/correspondence": _TICKETS,
    "GET /v1/messages/{key}/original": _TICKETS,
    "GET /v1/persons/{person_id}/suggestions": {A, D, Q},
    "GET /v1/persons/{person_id}/joins": {A, D, Q},
    "POST /v1/persons/{person_id}/join": _TAKES_DOWN,
    "POST /v1/joins/{join_id}/undo": _TAKES_DOWN,
    "GET /v1/sensors": {M},
    "PUT /v1/sensors": {M},
    "GET /v1/email/aside": {M},
    "POST /v1/email/aside/{key}/take": {M},
    "GET /v1/outgoing": {A, D, M},
    "POST /v1/outgoing/{key}/retry": {A, D, M},
    "POST /v1/outgoing/{key}/done": {A, D, M},
    "GET /v1/work/colleagues": _TICKETS,
    "GET /v1/tickets/{ticket_id}/clocks": _TICKETS,
    "GET /v1/clock-rules": _ALL,
    "PUT /v1/clock-rules": {M},
    "GET /v1/clock-rules/recount": _ALL,
    "POST /v1/clock-rules/preview": {M},
    "POST /v1/channels/{channel}/check": {M},
    "GET /v1/boards": {M},
    "GET /v1/boards/aside": {M},
    "POST /v1/boards/files": {M},
    "POST /v1/boards/{board}/preview": {M},
    "PUT /v1/boards/{board}/mapping": {M},
    "POST /v1/boards/{board}/mappings/{mapping_id}/forget": {M},
    "GET /v1/calendars/{calendar}/years/{year}": _ALL,
    "GET /v1/calendars": _ALL,
    "POST /v1/calendars": {M},
    "PUT /v1/calendars": {M},
    "GET /v1/call-backs": {A, Q, L},
    "GET /v1/call-backs/{call_back_id}": {A, Q, L},
    "GET /v1/call-backs/{call_back_id}/story": {A, Q, L},
    "GET /v1/calls/{call_id}/call-backs": {A, Q, L},
    "POST /v1/call-backs/{call_back_id}/take": {A},
    "POST /v1/call-backs/{call_back_id}/release": {A},
    "POST /v1/call-backs/{call_back_id}/result": {A},
    "POST /v1/call-backs/{call_back_id}/give-up": {A, L},
    "GET /v1/voice-messages/{call_id}": {A, Q, L},
    "GET /v1/voice-messages/{call_id}/waveform": {A, Q, L},
    "POST /v1/calls/{call_id}/harassment": {A},
    "GET /v1/queue-closings": {A, L},
    "GET /v1/queue-closings/{skill}/story": {A, L},
    "POST /v1/queue-closings/{skill}/close": {L},
    "POST /v1/queue-closings/{skill}/open": {L},
    "GET /v1/queue-plans": {A, L},
    "GET /v1/queue-plans/now": {A, L},
    "PUT /v1/queue-plans": {L},
    "GET /v1/blocks": {Q, L},
    "GET /v1/blocks/{case_id}/story": {Q, L},
    "POST /v1/blocks/{case_id}/look": {Q, L},
    "POST /v1/blocks/{case_id}/approve": {Q, L},
    "POST /v1/blocks/{case_id}/reject": {Q, L},
    "POST /v1/blocks/{case_id}/lift": {Q, L},
    "GET /v1/block-rules": {Q, L},
    "PUT /v1/block-rules": {L},
    "GET /v1/call-back-rules": _ALL,
    "PUT /v1/call-back-rules": {L},
    "GET /v1/calls": _TICKETS,
    "POST /v1/calls": {A},
    "GET /v1/calls/{call_id}": _TICKETS,
    "GET /v1/calls/{call_id}/events": _TICKETS,
    **{
        f"POST /v1/calls/{{call_id}}/{action}": {A}
        for action in (
            *("answer", "hold", "resume", "mute", "unmute", "transfer", "conference", "hand-over", "end", "wrap-up"),
            *("consult", "join", "release", "park", "reject", "keys", "pause-recording", "resume-recording"),
            *("help", "no-help"),
        )
    },
    "POST /v1/calls/{call_id}/supervise": {L},
    "POST /v1/calls/{call_id}/unsupervise": {L},
    "POST /v1/calls/{call_id}/take": {L},
    "POST /v1/calls/{call_id}/move": {L},
    "PUT /v1/agents/me/state": {A},
    "POST /v1/agents/{agent_id}/put-right": {L},
    "GET /v1/agents/{agent_id}/events": {L},
    "PUT /v1/agents/{agent_id}/skills": {L},
    "GET /v1/wall": {L, S},
    "GET /v1/alarms": {L, S},
    "POST /v1/alarms/{alarm_id}/acknowledge": {L},
    "GET /v1/alarm-rules": {L, M},
    "PUT /v1/alarm-rules": {L, M},
    "GET /v1/alarm-targets": {M},
    "PUT /v1/alarm-targets": {M},
    "GET /v1/alarm-messages": {L, M},
    "GET /v1/figures": {L, S},
    "GET /v1/figures/day": {L, S},
    "GET /v1/articles": _ALL,
    "GET /v1/articles/{article_id}": _ALL,
    "GET /v1/articles/{article_id}/versions": _ALL,
    "POST /v1/articles/{article_id}/retire": {L, M},
    "POST /v1/proposals": _ALL,
    "GET /v1/proposals": _ALL,
    "POST /v1/proposals/{proposal_id}/decision": {L, M},
    "GET /v1/scorecards": _SEES_EVALUATIONS,
    "PUT /v1/scorecards": {M},
    "GET /v1/scorecards/versions": {M},
    "POST /v1/samples": {Q},
    "GET /v1/calibrations": {Q},
    "POST /v1/calibrations": {Q},
    "GET /v1/calibrations/{calibration_id}": {Q},
    "PATCH /v1/calibrations/{calibration_id}": {Q},
    "POST /v1/calibrations/{calibration_id}/compare": {Q},
    "POST /v1/calibrations/{calibration_id}/agree": {Q},
    "POST /v1/calibrations/{calibration_id}/call-off": {Q},
    "GET /v1/calibration-scorings/{scoring_id}": {Q},
    "PATCH /v1/calibration-scorings/{scoring_id}": {Q},
    "POST /v1/calibration-scorings/{scoring_id}/submit": {Q},
    "POST /v1/evaluations": {Q},
    "GET /v1/evaluations": _SEES_EVALUATIONS,
    "GET /v1/evaluations/{evaluation_id}": _SEES_EVALUATIONS,
    "PATCH /v1/evaluations/{evaluation_id}": {Q},
    "DELETE /v1/evaluations/{evaluation_id}": {Q},
    "POST /v1/evaluations/{evaluation_id}/submit": {Q},
    "POST /v1/evaluations/{evaluation_id}/publish": {Q},
    "POST /v1/evaluations/{evaluation_id}/answer-appeal": {Q},
    "POST /v1/evaluations/{evaluation_id}/acknowledge": _SEES_EVALUATIONS,
    "POST /v1/evaluations/{evaluation_id}/appeal": _SEES_EVALUATIONS,
    "GET /v1/quality/figures": {Q, L, S},
    "GET /v1/recordings/{call_id}": {Q},
    "GET /v1/recordings/{call_id}/waveform": {Q},
    "POST /v1/recordings/{call_id}/export": {Q},
    "GET /v1/recordings/{call_id}/holds": {Q, M},
    "POST /v1/recordings/{call_id}/hold": {Q, M},
    "POST /v1/recordings/{call_id}/lift": {Q, M},
    "GET /v1/recording-troubles": {Q, M},
    "POST /v1/recording-troubles/{call_id}/settle": {Q, M},
    "GET /v1/recording-holds": {Q, M},
    "GET /v1/recording-exports": {Q, M},
    "POST /v1/recording-exports/{mark}/cancel": {Q},
    "GET /v1/recording-deletions": {Q, M},
    "GET /v1/retention-rules": {Q, M},
    "PUT /v1/retention-rules": {M},
}

# One kind of database will do: nothing here reaches it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _routes(app: FastAPI) -> list[tuple[str, APIRoute]]:
    found = [route for route in app.routes if isinstance(route, APIRoute)]
    return [(method, route) for route in found for method in sorted(route.methods or ())]


def test_every_route_has_one_guard_or_is_open(kernel: Kernel) -> None:
    for method, route in _routes(build_app(kernel)):
        name = (method, route.path)
        wanted = 0 if name in OPEN or name in ENTRANCES else 1
        assert len(guards(route)) == wanted, f"{method} {route.path} must ask for exactly one permission"
        means = [entrance.scheme for entrance in entrances(route)]
        assert means == ([ENTRANCES[name]] if name in ENTRANCES else []), f"{method} {route.path}: say in ENTRANCES how"


def test_every_route_is_in_the_table(kernel: Kernel) -> None:
    found = {f"{method} {route.path}" for method, route in _routes(build_app(kernel)) if guards(route)}
    assert found - set(WHO) == set(), "say in the table who may"
    assert set(WHO) - found == set(), "the table names routes that are not there"


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_the_table_says(client: TestClient, sign_in: SignIn, role: Role) -> None:
    person = sign_in(role)
    wrong = []
    for method, route in _routes(client.app):  # type: ignore[arg-type]
        name = f"{method} {route.path}"
        # The stream would not end; its guard grants what everybody has. Signing out would end this test.
        if not guards(route) or name in ("GET /v1/events", "DELETE /v1/session"):
            continue
        body: dict[str, Any] = {} if method == "GET" else {"json": {}}
        answer = person.request(method, re.sub(r"\{.*?\}", "none", route.path), version=1, **body)
        refused = answer.status_code == 403 and guards(route)[0].permission in answer.json()["detail"]
        if refused == (role in WHO[name]):
            wrong.append(f"{name}: {answer.status_code}")
        assert answer.status_code < 500, f"{name}: {answer.text}"
    assert not wrong


def test_nobody_may_anything_without_a_token(client: TestClient) -> None:
    for method, route in _routes(client.app):  # type: ignore[arg-type]
        if not guards(route):
            continue
        path = re.sub(r"\{.*?\}", "none", route.path)
        for headers in ({}, {"authorization": "Bearer forged"}, {"authorization": "Basic dTpw"}):
            answer = client.request(method, path, headers={"idempotency-key": "k", "if-match": '"1"', **headers})
            assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), f"{method} {path}"
            assert answer.headers["www-authenticate"] == "Bearer"


def test_nobody_may_anything_without_the_means_of_an_entrance(client: TestClient, kernel: Kernel) -> None:
    """The look-up by code is open by itself, to who has number and code: ``portal/test_status``."""
    kernel.write(lambda tx: settings.change(tx, Channel.OPEN311, ChannelChange(enabled=True)))
    refused = {"signature": 401, "api_key": 403}
    for (method, path), means in ENTRANCES.items():
        if means in refused:
            body = {"json" if means == "signature" else "data": {"external_id": "1", "content": "x"}}
            answer = client.request(method, path.replace("{form}", "json"), **body)
            assert answer.status_code == refused[means], f"{method} {path}"
