"""People of every role around one ticket, and short words for its steps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.contracts.accounts import Role
from services.server.kernel import Kernel
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn

UNIT = "D06"


class Cast:
    """Somebody of each role; handlers of a department, a town and a village."""

    def __init__(self, sign_in: SignIn, kernel: Kernel) -> None:
        self.kernel = kernel
        self.agent = sign_in(Role.AGENT)
        self.dispatcher = sign_in(Role.DISPATCHER)
        self.handler = sign_in(Role.HANDLER, unit=UNIT)
        self.colleague = sign_in(Role.HANDLER, unit=UNIT)
        self.other = sign_in(Role.HANDLER, unit="D04")
        self.town = sign_in(Role.HANDLER, unit=district.TOWN_UNIT)
        self.village = sign_in(Role.HANDLER, unit=district.VILLAGE_UNIT)
        self.centre = sign_in(Role.HANDLER, unit=district.CENTRE)
        self.inspector = sign_in(Role.INSPECTOR)
        self.supervisor = sign_in(Role.SUPERVISOR)

    def file(self, finish: str = "accept", **fields: Any) -> dict[str, Any]:
        """Files a ticket and returns it."""
        body = district.new_ticket(finish=finish, **fields)
        answer = self.agent.post("/v1/tickets", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()  # type: ignore[no-any-return]

    def ask(self, who: Api, ticket: dict[str, Any], step: str, **given: Any) -> Any:
        """Asks for a step and returns the response."""
        path = f"/v1/tickets/{ticket['id']}/steps"
        return who.post(path, version=ticket["version"], json={"step": step, **given})

    def take(self, who: Api, ticket: dict[str, Any], step: str, **given: Any) -> dict[str, Any]:
        """Takes a step and returns the ticket afterwards."""
        answer = self.ask(who, ticket, step, **given)
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]

    def handled(self, unit: str = UNIT, by: Api | None = None) -> dict[str, Any]:
        """Returns a ticket that was dispatched and signed in."""
        ticket = self.take(self.dispatcher, self.file(), "dispatch", unit=unit)
        return self.take(by or self.handler, ticket, "sign_in")

    def closed(self) -> dict[str, Any]:
        """Returns a ticket that went its whole way."""
        ticket = self.take(self.handler, self.handled(), "reply", text="已责令工地夜间停工。")
        ticket = self.take(self.dispatcher, ticket, "approve")
        outcome = {"contacted": True, "solved": True, "satisfaction": "satisfied"}
        return self.take(self.agent, ticket, "follow_up", outcome=outcome)


@pytest.fixture
def cast(sign_in: SignIn, kernel: Kernel) -> Cast:
    district.load(kernel)
    return Cast(sign_in, kernel)


Tomorrow = Callable[[], str]


@pytest.fixture
def tomorrow(kernel: Kernel) -> Tomorrow:
    """Gives the moment a day from now, as it is sent."""
    return lambda: (kernel.clock.now() + timedelta(days=1)).isoformat()
