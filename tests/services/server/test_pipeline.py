"""Many statements in one message to PostgreSQL: in order, however many and however long, and what becomes of them in trouble."""

import contextlib

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import DataError, DBAPIError

from services.server.database import Database
from services.server.prepared import Prepared
from services.server.tables import server_settings

_ONE = Prepared(select(server_settings.c.value).where(server_settings.c.key == bindparam("wanted")))
_KEEP = Prepared(
    text(
        "INSERT INTO server_settings (key, value) VALUES (:key, :value)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    )
)
_TELL = Prepared(text("SELECT repeat(:what, 20000)"))
_WHO = Prepared(text("SELECT pg_backend_pid()"))


@pytest.fixture(autouse=True)
def _on_postgresql(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("PostgreSQL's")


def test_much_is_sent_while_much_is_answered(database: Database) -> None:
    """Neither side waits for the other to read first."""
    with database.write() as connection:
        for number in range(1_000):
            _KEEP.soon(connection, {"key": "test", "value": str(number) + "x" * 20_000})
            _TELL.soon(connection, {"what": "数"})
        assert _ONE.scalar(connection, {"wanted": "test"}).startswith("999x")


def test_statements_stay_prepared_when_something_is_taken_back(database: Database) -> None:
    for number in range(8):
        with contextlib.suppress(ZeroDivisionError), database.write() as connection:
            _KEEP.soon(connection, {"key": "test", "value": str(number)})
            assert _ONE.scalar(connection, {"wanted": "test"}) == str(number)
            connection.execute(select(server_settings)).all()
            raise ZeroDivisionError
    with database.read() as connection:
        assert _ONE.scalar(connection, {"wanted": "test"}) is None


def test_what_stands_before_a_mistake_can_be_run_again(database: Database) -> None:
    wrong = Prepared(text("SELECT 1 / CAST(:n AS integer)"))
    for _ in range(2):
        with pytest.raises(DBAPIError):
            _write(database, wrong, {"n": 0})
    with database.write() as connection:
        assert wrong.scalar(connection, {"n": 1}) == 1
        assert _ONE.scalar(connection, {"wanted": "test"}) is None


@pytest.mark.parametrize("value", ["a\x00b", "\ud800"])
def test_a_value_that_cannot_be_written_is_said_and_spoils_no_connection(database: Database, value: str) -> None:
    with database.read() as connection:
        before = _WHO.scalar(connection, {})
    with pytest.raises((DataError, UnicodeEncodeError)):
        _write(database, _ONE, {"wanted": value})
    with database.read() as connection:
        assert _WHO.scalar(connection, {}) == before


def test_a_connection_that_the_server_has_ended_is_not_used_again(database: Database) -> None:
    with database.read() as connection:
        idle = _WHO.scalar(connection, {})
    with database.engine.connect() as first, database.engine.connect() as other:
        if first.connection.dbapi_connection.info.backend_pid == idle:  # type: ignore[union-attr]
            first, other = other, first
        first.execute(text("SELECT 1"))
        other.close()
        first.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": idle})
        with database.write() as connection:
            assert _WHO.scalar(connection, {}) != idle


def test_one_that_ends_in_the_middle_says_so_and_leaves_nothing(database: Database) -> None:
    end = Prepared(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    with pytest.raises(DBAPIError) as caught:
        _write(database, end, {})
    assert caught.value.connection_invalidated
    with database.read() as connection:
        assert _ONE.scalar(connection, {"wanted": "test"}) is None


def test_what_is_sent_ahead_is_answered_once_as_it_was_then(database: Database) -> None:
    with database.write() as connection:
        _KEEP.soon(connection, {"key": "test", "value": "1"})
        _ONE.ahead(connection, {"wanted": "test"})
        # Takes along what was sent before it.
        _WHO.scalar(connection, {})
        _KEEP.run(connection, {"key": "test", "value": "2"})
        assert _ONE.scalar(connection, {"wanted": "test"}) == "1"
        assert _ONE.scalar(connection, {"wanted": "test"}) == "2"


def test_whoever_asks_first_takes_it_along(database: Database) -> None:
    with database.write() as connection:
        _KEEP.soon(connection, {"key": "test", "value": "1"})
        _ONE.ahead(connection, {"wanted": "test"})
        _ONE.ahead(connection, {"wanted": "nothing"})
        assert _ONE.scalar(connection, {"wanted": "test"}) == "1"
        assert not connection.info["tongfu.pipeline"].waiting
        assert _ONE.scalar(connection, {"wanted": "nothing"}) is None


def test_what_has_changed_is_asked_again(database: Database) -> None:
    with database.write() as connection:
        _KEEP.soon(connection, {"key": "test", "value": "1"})
        _ONE.ahead(connection, {"wanted": "test"})
        _WHO.scalar(connection, {})
        _ONE.changed(connection, {"wanted": "test"})
        _KEEP.soon(connection, {"key": "test", "value": "2"})
        assert _ONE.scalar(connection, {"wanted": "test"}) == "2"


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_what_was_known_is_forgotten_with_the_transaction(database: Database, is_taken_back: bool) -> None:
    with contextlib.suppress(ZeroDivisionError), database.write() as connection:
        _KEEP.soon(connection, {"key": "test", "value": "1"})
        _ONE.ahead(connection, {"wanted": "test"})
        mine = _WHO.scalar(connection, {})
        if is_taken_back:
            raise ZeroDivisionError
    with database.write() as connection:
        assert _WHO.scalar(connection, {}) == mine
        assert _ONE.scalar(connection, {"wanted": "test"}) == (None if is_taken_back else "1")
        _KEEP.soon(connection, {"key": "test", "value": "2"})
        assert _ONE.scalar(connection, {"wanted": "test"}) == "2"


def test_what_was_known_inside_a_part_is_forgotten_with_it(database: Database) -> None:
    with database.write() as connection:
        with contextlib.suppress(ZeroDivisionError), connection.begin_nested():
            _KEEP.soon(connection, {"key": "test", "value": "1"})
            _ONE.ahead(connection, {"wanted": "test"})
            _WHO.scalar(connection, {})
            raise ZeroDivisionError
        assert _ONE.scalar(connection, {"wanted": "test"}) is None


def test_what_was_left_open_is_taken_back_when_the_connection_is_given_back(database: Database) -> None:
    given = database.engine.raw_connection()
    given.cursor().execute("INSERT INTO server_settings (key, value) VALUES ('test', '1')")
    mine = given.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
    given.close()
    with database.write() as connection:
        assert _WHO.scalar(connection, {}) == mine
        assert _ONE.scalar(connection, {"wanted": "test"}) is None


def _write(database: Database, trouble: Prepared, values: dict[str, int]) -> None:
    with database.write() as connection:
        _KEEP.soon(connection, {"key": "test", "value": "1"})
        trouble.soon(connection, values)
        _ONE.scalar(connection, {"wanted": "test"})
