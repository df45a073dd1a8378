"""Somebody of each role, and a dispatch catalogue that names the units."""

import pytest

from services.contracts.dispatching import DangerRule, NewRules, Rule
from services.server.dispatching import service as dispatching
from services.server.kernel import Kernel
from tests.services.server import district
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import Cast

RULES = NewRules(
    rules=[
        Rule(category="0601", unit="D06"),
        Rule(category="0602", unit="D04"),
        Rule(category="0602", kind="report", unit="D06"),
    ],  # type: ignore[arg-type]
    dangers=[DangerRule(unit="D06", words=["起火"], categories=["0601"])],
)


@pytest.fixture
def cast(sign_in: SignIn, kernel: Kernel) -> Cast:
    district.load(kernel)
    kernel.write(lambda tx: dispatching.replace(tx, RULES))
    return Cast(sign_in, kernel)
