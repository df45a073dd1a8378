from datetime import timedelta

from sqlalchemy import Table, func, select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.accounts.tables import refresh_tokens, sessions, sign_in_failures
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.operations.upkeep import KEY_DAYS, Upkeep
from services.server.tables import events, idempotency
from tests.services.server.conftest import PASSWORD, SignIn


def _count(kernel: Kernel, table: Table) -> int:
    return kernel.read(lambda tx: tx.connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_what_is_too_old_goes_and_the_rest_stays(
    kernel: Kernel, sign_in: SignIn, clock: ManualClock, real_clock: ManualClock
) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)

    def leave_traces(number: int) -> None:
        new = {"id": f"n{number}", "username": f"new{number}", "name": "x", "password": PASSWORD, "roles": ["agent"]}
        assert administrator.post("/v1/accounts", json=new).status_code == 201
        for password in ("wrong", PASSWORD, PASSWORD):
            administrator.client.post("/v1/session", json={"username": f"new{number}", "password": password})
        administrator.client.post("/v1/session", json={"username": f"nobody{number}", "password": "wrong"})

    leave_traces(1)
    traces = [_count(kernel, table) for table in (events, idempotency, sessions, refresh_tokens, sign_in_failures)]
    assert traces == [1, 1, 2, 2, 1]
    assert Upkeep(kernel).prune() == 0
    for moved in (clock, real_clock):
        moved.advance(timedelta(days=KEY_DAYS + 1).total_seconds())
    administrator.token = kernel.tokens.issue(administrator.account.id, "x", [Role.ADMINISTRATOR], "again")
    leave_traces(2)
    assert Upkeep(kernel).prune() == 4
    left = [_count(kernel, table) for table in (events, idempotency, sessions, refresh_tokens, sign_in_failures)]
    # Of whose sessions have all ended, the last one stays: it tells that they have left. Its tokens go.
    assert left == [1, 1, 3, 2, 1]


def test_the_log_is_folded_beside_the_writers(kernel: Kernel, database: Database) -> None:
    if not database.is_sqlite:
        assert database.log_bytes() == 0
        return
    for number in range(3):
        kernel.write(lambda tx, number=number: tx.looked_at("person", f"p{number}"))  # type: ignore[misc]
    assert database.log_bytes() > 0
    database.fold_log()
    with database.read() as connection:
        _, pages, folded = connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
    assert pages == folded
