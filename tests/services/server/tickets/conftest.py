import pytest

from services.contracts.accounts import Role
from services.server.kernel import Kernel
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn


@pytest.fixture
def agent(kernel: Kernel, sign_in: SignIn) -> Api:
    """An agent in a district with a catalogue."""
    district.load(kernel)
    return sign_in(Role.AGENT, name="话务员01")


@pytest.fixture
def dispatcher(sign_in: SignIn) -> Api:
    return sign_in(Role.DISPATCHER, name="派单员01")
