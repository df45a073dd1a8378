"""A portal that is open to one client."""

import itertools
import json
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from services.clock import ManualClock
from services.contracts.channels import Channel, ChannelChange, ChannelClientFields
from services.contracts.signatures import Signed, digest_of
from services.server.channels import clients, settings
from services.server.kernel import Kernel
from tests.services.server.district import TOWN, VILLAGE

SECRET = "s" * 40
PATH = "/v1/intake/portal"
_numbers = itertools.count(1)


def appeal(**fields: Any) -> dict[str, Any]:
    """An appeal as a portal sends it; fields given replace its own."""
    return {
        "external_id": "P-1",
        "received_at": "2026-03-02T08:15:00+08:00",
        "sender": {"name": "陈女士", "number": "16100000042", "email": "chen@example.org", "identity": "proof"},
        "kind": "help",
        "category": "060101",
        "town": TOWN,
        "village": VILLAGE,
        "title": "路灯不亮",
        "content": "桂一社区门口三盏路灯一周不亮。",
        **fields,
    }


class Portal:
    """A portal's side: signs what it sends."""

    def __init__(self, http: TestClient | httpx.Client, clock: ManualClock | None = None, client: str = "gov") -> None:
        self.http = http
        self.client = client
        self.secret = SECRET
        self._clock = clock

    def headers(self, method: str, target: str, body: bytes, **parts: str) -> dict[str, str]:
        from services.clock import SystemClock

        now = (self._clock or SystemClock()).now()
        values = {
            "method": method,
            "target": target,
            "client": self.client,
            "timestamp": str(int(now.timestamp())),
            "nonce": f"nonce-of-some-length-{next(_numbers)}",
            "digest": digest_of(body),
            **parts,
        }
        return Signed(**values).headers(self.secret)

    def send(self, message: dict[str, Any], **parts: str) -> httpx.Response:
        body = json.dumps(message).encode()
        return self.raw(body, self.headers("POST", PATH, body, **parts))

    def raw(self, body: bytes, headers: dict[str, str], target: str = PATH) -> httpx.Response:
        answer: httpx.Response = self.http.request(
            "POST", target, content=body, headers={"content-type": "application/json", **headers}
        )
        return answer


@pytest.fixture
def gov(kernel: Kernel, client: TestClient, real_clock: ManualClock) -> Portal:
    """The client ``gov`` of an open portal."""
    open_portal(kernel)
    return Portal(client, real_clock)


def open_portal(kernel: Kernel, *names: str) -> None:
    """Opens the portal to some clients."""
    fields = ChannelClientFields(name="政务网", secret=SECRET)
    for name in names or ("gov",):
        kernel.write(lambda tx, id_=name: clients.put(tx, Channel.PORTAL, id_, fields))
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(enabled=True)))
