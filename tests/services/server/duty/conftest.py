"""Somebody of each role, in the small district."""

import pytest

from services.server.kernel import Kernel
from tests.services.server import district
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import Cast


@pytest.fixture
def cast(sign_in: SignIn, kernel: Kernel) -> Cast:
    district.load(kernel)
    return Cast(sign_in, kernel)
