"""A small dispatch catalogue on the small district of the tests."""

from typing import Any

import pytest

from services.contracts.dispatching import DangerRule, NewRules, Rule
from services.contracts.tickets import TicketKind, UnitLevel
from services.server.dispatching import service
from services.server.kernel import Kernel
from tests.services.server import district
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import Cast

RULES = NewRules(
    rules=[
        Rule(category="0601", unit="D06", department_only=True, basis="噪声污染防治法"),
        Rule(category="0602", level=UnitLevel.VILLAGE),
        Rule(category="0602", kind=TicketKind.REPORT, unit="D04", department_only=True),
        Rule(category="0602", place=district.OTHER_TOWN, level=UnitLevel.TOWN),
    ],
    dangers=[DangerRule(unit="D04", words=["持刀"]), DangerRule(unit="D06", categories=["01"], words=["起火"])],
)


@pytest.fixture
def cast(sign_in: SignIn, kernel: Kernel) -> Cast:
    district.load(kernel)
    kernel.write(lambda tx: service.replace(tx, RULES))
    return Cast(sign_in, kernel)


def first(suggestion: dict[str, Any]) -> dict[str, Any]:
    """Returns the unit that is suggested first."""
    found: dict[str, Any] = suggestion["units"][0]
    return found
