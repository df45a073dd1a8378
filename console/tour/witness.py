"""Looks through the API, beside the window, whether what was done there has really happened."""

import itertools
import json
import secrets
import time
from typing import Any

import requests

from console.container import Connection
from console.tour.hand import LostError
from services.contracts.signatures import Signed, digest_of


class Witness:
    """A client of its own, signed in as whom it is told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._http = requests.Session()
        self._http.trust_env = False
        self._tokens: dict[str, str] = {}
        self._changes = itertools.count()

    def ask(self, username: str, path: str) -> Any:
        """Returns what a GET answers to a person."""
        return self._answer(self._http.get(self._url(path), headers=self._headers(username), timeout=10))

    def file_ticket(self, username: str, body: dict[str, Any]) -> dict[str, Any]:
        """Files a ticket as an agent, so that somebody else has one to work on."""
        headers = self._headers(username) | {"Idempotency-Key": f"tour-{body['id']}"}
        filed: dict[str, Any] = self._answer(
            self._http.post(self._url("/v1/tickets"), json=body, headers=headers, timeout=10)
        )
        return filed

    def appeal(self, message: dict[str, Any]) -> dict[str, Any]:
        """Sends a citizen's appeal as the government portal does, after an administrator has opened the channel to it."""
        secret = secrets.token_urlsafe(32)
        self.change("admin", "PUT", "/v1/channels/portal/clients/tour", 0, {"name": "政务网", "secret": secret})
        self.open_channel("portal", {})
        body = json.dumps(message).encode()
        signed = Signed(
            method="POST",
            target="/v1/intake/portal",
            client="tour",
            timestamp=str(int(time.time())),
            nonce=secrets.token_urlsafe(16),
            digest=digest_of(body),
        )
        headers = self._gate() | {"Content-Type": "application/json", **signed.headers(secret)}
        receipt: dict[str, Any] = self._answer(
            self._http.post(self._url(signed.target), data=body, headers=headers, timeout=10)
        )
        return receipt

    def open_channel(self, channel: str, settings: dict[str, Any], secrets: dict[str, str] | None = None) -> None:
        """Sets a channel up and opens it, as an administrator does."""
        state = next(each for each in self.ask("admin", "/v1/channels") if each["channel"] == channel)
        change = {"enabled": True, "settings": settings, "secrets": secrets or {}}
        self.change("admin", "PATCH", f"/v1/channels/{channel}", state["version"], change)

    def change(self, username: str, method: str, path: str, version: int, body: dict[str, Any]) -> Any:
        """Changes something of a version, as a person."""
        own = {"Idempotency-Key": f"tour-{next(self._changes)}", "If-Match": f'"{version}"'}
        headers = self._headers(username) | own
        return self._answer(self._http.request(method, self._url(path), json=body, headers=headers, timeout=10))

    def outside(self, method: str, path: str, form: dict[str, str] | None = None) -> Any:
        """Returns what somebody is answered who is not of the staff."""
        return self._answer(self._http.request(method, self._url(path), data=form, headers=self._gate(), timeout=10))

    def public_status(self, number: str, code: str) -> dict[str, Any]:
        """Returns what a citizen reads who has number and code."""
        status: dict[str, Any] = self.outside("GET", f"/v1/public/status?number={number}&code={code}")
        return status

    def set_speed(self, speed: float) -> None:
        """Lets the training day run at another speed, as the lead may."""
        headers = self._headers("lead01") | {"Idempotency-Key": f"tour-{next(self._changes)}"}
        self._answer(self._http.patch(self._url("/v1/training"), json={"speed": speed}, headers=headers, timeout=10))

    def watch_waits(self, username: str, seconds: int) -> None:
        """Has an alarm raised as soon as somebody has waited so long, and no other."""
        rule = {"kind": "longest_wait", "raise_at": seconds, "clear_at": 0, "hold_seconds": 0, "clear_seconds": 600}
        version = self.ask(username, "/v1/alarm-rules")["items"][0]["version"]
        self.change(username, "PUT", "/v1/alarm-rules", version, {"rules": [rule]})

    def supervise(self, username: str, call_id: str, mode: str) -> None:
        """Brings a lead into a call, as their own console would."""
        headers = self._headers(username) | {"Idempotency-Key": f"tour-{next(self._changes)}"}
        url = self._url(f"/v1/calls/{call_id}/supervise")
        self._answer(self._http.post(url, json={"mode": mode}, headers=headers, timeout=10))

    def _headers(self, username: str) -> dict[str, str]:
        gate = self._gate()
        if username not in self._tokens:
            body = {"username": username, "password": "tongfu-2026"}
            answer = self._http.post(self._url("/v1/session"), json=body, headers=gate, timeout=10)
            self._tokens[username] = self._answer(answer)["access_token"]
        return gate | {"Authorization": f"Bearer {self._tokens[username]}"}

    def _gate(self) -> dict[str, str]:
        return {"Tongfu-Gate": self._connection.endpoint.gate_token}

    def _url(self, path: str) -> str:
        return self._connection.endpoint.base_url + path

    def _answer(self, response: requests.Response) -> Any:
        if response.status_code >= 300:
            raise LostError(f"the API answered {response.status_code} to {response.request.path_url}: {response.text}")
        return response.json()
