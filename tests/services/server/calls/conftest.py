"""A floor on a fresh database, and people on duty at it."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.contracts.accounts import Role, Skill
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel
from tests.services.server.conftest import Api, SignIn

_numbers = itertools.count(1)

OnDuty = Callable[..., Api]


@pytest.fixture
def floor(kernel: Kernel, client: TestClient) -> CallFloor:
    return kernel.room(CallFloor)


@pytest.fixture
def on_duty(sign_in: SignIn) -> OnDuty:
    """Gives an agent who is ready: ``on_duty(general=1)``."""

    def ready(**skills: int) -> Api:
        api = sign_in(Role.AGENT, skills=[Skill(key=key, level=level) for key, level in skills.items()])
        answer = api.put("/v1/agents/me/state", json={"state": "ready"})
        assert answer.status_code == 200, answer.text
        return api

    return ready


def ring(floor: CallFloor, number: str = "13800000042", skill: str = "general") -> str:
    """Lets a call arrive; returns its id."""
    call_id = f"call-{next(_numbers)}"
    floor.offer(call_id, number, skill)
    return call_id


def act(api: Api, call_id: str, what: str, **body: Any) -> Any:
    """Asks for something about a call."""
    return api.post(f"/v1/calls/{call_id}/{what}", json=body or None)
