"""Somebody of each role in a small district, and an administrator."""

import pytest

from services.contracts.accounts import Role
from services.contracts.tickets import SkillEntry
from services.server.kernel import Kernel
from services.server.tickets import catalogue
from tests.services.server.conftest import Api, SignIn
from tests.services.server.lifecycle.conftest import Cast
from tests.services.server.units.conftest import cast as with_rules

cast = with_rules


@pytest.fixture
def admin(cast: Cast, sign_in: SignIn, kernel: Kernel) -> Api:
    """An administrator; the district has queues, too."""
    skills = [SkillEntry(key="general", name="综合"), SkillEntry(key="social", name="社保民生", english="Social")]

    def add(tx: catalogue.Transaction) -> None:
        found = catalogue.read(tx)
        kept = [*found.places, *found.categories, *found.units, *found.templates, *found.phrases]
        catalogue.replace(tx, [*kept, *skills])

    kernel.write(add)
    return sign_in(Role.ADMINISTRATOR)
