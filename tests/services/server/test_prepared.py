"""Prepared statements do what SQLAlchemy's own execution does, in the same order, and fail in the same way."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from services.server.channels.tables import channel_messages
from services.server.database import Database
from services.server.prepared import Prepared
from services.server.tables import events, server_settings

_ADD = Prepared(insert(server_settings))
_ONE = Prepared(select(server_settings).where(server_settings.c.key == bindparam("wanted")))
_CHANGE = Prepared(
    update(server_settings).where(server_settings.c.key == bindparam("wanted")).values(value=bindparam("new"))
)
_CHANGED = Prepared(
    update(server_settings)
    .values(value=server_settings.c.value + "!")
    .where(server_settings.c.key == bindparam("wanted"))
    .returning(*server_settings.c)
)
_COUNT = select(func.count()).select_from(server_settings).where(server_settings.c.key.like("test-%"))
_MOMENT = datetime(2026, 11, 24, 8, 30, 0, 123456, tzinfo=UTC)


def _row(number: int) -> dict[str, str]:
    return {"key": f"test-{number}", "value": "数"}


def test_rows_have_names_and_types(database: Database) -> None:
    add = Prepared(insert(events))
    read = Prepared(select(events.c.at, events.c.topic, events.c.audience, events.c.id).where(events.c.subject == "s"))
    with database.write() as connection:
        # ``audience`` has a default.
        add.soon(connection, {"at": _MOMENT, "topic": "ticket", "subject": "s", "data": "{}"})
        mine, theirs = read.all(connection, {}), connection.execute(_plain(read)).all()
    assert [(row.at, row.topic, row.audience) for row in mine] == [(_MOMENT, "ticket", "")]
    assert [tuple(row) for row in mine] == [tuple(row) for row in theirs]
    assert mine[0]._mapping["topic"] == "ticket"


def test_numbers_and_truths_come_back_as_such(database: Database) -> None:
    columns = (channel_messages.c.latitude, channel_messages.c.opened, channel_messages.c.original)
    add, read = Prepared(insert(channel_messages)), Prepared(select(*columns))
    values: dict[str, Any] = {
        **{"channel": "portal", "external_id": "1", "digest": "", "ticket_id": "t", "opened": True},
        **{"received_at": _MOMENT, "taken_at": _MOMENT, "client": "", "sender_name": "", "sender_number": ""},
        **{"sender_email": "", "latitude": 23.05, "longitude": None, "extra": "{}", "content_type": "", "size": 0},
        **{"original_digest": "", "original": b"\x00\xff"},
    }
    with database.write() as connection:
        add.soon(connection, values)
        row = read.first(connection, {})
    assert row is not None
    assert (row.latitude, row.opened, bytes(row.original)) == (23.05, True, b"\x00\xff")


def test_whoever_asks_next_sees_what_was_put_off(database: Database) -> None:
    with database.write() as connection:
        _ADD.soon(connection, _row(1), _row(2))
        assert _ONE.first(connection, {"wanted": "test-2"}) is not None
        _ADD.soon(connection, _row(3))
        assert connection.execute(_COUNT).scalar_one() == 3
        _CHANGE.soon(connection, {"wanted": "test-3", "new": "一"})
        changed = _CHANGED.first(connection, {"wanted": "test-3"})
        assert changed is not None
        assert changed.value == "一!"
        assert _CHANGE.run(connection, {"wanted": "nobody", "new": ""}) == 0
        assert _CHANGE.run(connection, {"wanted": "test-1", "new": ""}) == 1
        assert _ONE.scalar(connection, {"wanted": "nobody"}) is None
        _ADD.soon(connection, _row(4))
    assert _count(database) == 4


def test_nothing_is_left_of_what_was_taken_back(database: Database) -> None:
    with contextlib.suppress(ZeroDivisionError), database.write() as connection:
        _ADD.soon(connection, _row(1))
        raise ZeroDivisionError
    with database.write() as connection:
        _ADD.soon(connection, _row(2))
        with contextlib.suppress(ZeroDivisionError), connection.begin_nested():
            _ADD.soon(connection, _row(3))
            raise ZeroDivisionError
        with connection.begin_nested():
            _ADD.soon(connection, _row(4))
    with database.read() as connection:
        found = connection.execute(select(server_settings.c.key).where(server_settings.c.key.like("test-%")))
        assert sorted(found.scalars()) == ["test-2", "test-4"]


@pytest.mark.parametrize("put_off", [False, True])
def test_what_the_database_refuses_is_refused_whole_and_names_nobody(database: Database, put_off: bool) -> None:
    def twice() -> None:
        with database.write() as connection:
            _ADD.soon(connection, _row(1))
            add = _ADD.soon if put_off else _ADD.run
            add(connection, {"key": "test-1", "value": "陈女士"})

    with pytest.raises(IntegrityError) as caught:
        twice()
    assert "陈女士" not in str(caught.value)
    assert _count(database) == 0


def test_two_who_hold_one_lock_go_one_after_the_other(database: Database) -> None:
    if database.is_sqlite:
        return
    lock = Prepared(text("SELECT pg_try_advisory_xact_lock(7, 77) AS got"))
    held = Prepared(text("SELECT pg_advisory_xact_lock(7, 77)"))
    with database.write() as first:
        held.soon(first, {})
        with database.write() as second:
            # Nothing has been sent yet.
            assert lock.scalar(second, {})
        assert _ONE.first(first, {"wanted": "x"}) is None
        with database.write() as second:
            assert not lock.scalar(second, {})


def test_lists_and_computed_defaults_are_refused(database: Database) -> None:
    many = Prepared(select(server_settings).where(server_settings.c.key.in_(["a", "b"])))
    with database.read() as connection, pytest.raises(ValueError, match="no lists"):
        many.all(connection, {})


def _plain(statement: Prepared) -> Any:
    return statement._statement


def _count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(_COUNT).scalar_one())


def test_many_rows_at_once_are_those_of_one_after_another(database: Database) -> None:
    """PostgreSQL gets them as ``COPY``; what is special there, defaults and what was put off before stay as they are."""
    add = Prepared(insert(events))
    words = ["数", "", "a\tb\nc\\d\r", "\\N", '{"a": [1, null]}', "😀"]
    rows = [{"at": _MOMENT, "topic": "ticket", "subject": f"s{n}", "data": words[n % 6]} for n in range(120)]
    with database.write() as connection:
        add.soon(connection, {"at": _MOMENT, "topic": "ticket", "subject": "before", "data": "{}"})
        add.soon(connection, *rows)
        add.soon(connection, {"at": _MOMENT, "topic": "ticket", "subject": "after", "data": "{}"})
    read = select(events).where(events.c.topic == "ticket").order_by(events.c.id)
    with database.read() as connection:
        found = connection.execute(read).all()
    assert [row.subject for row in found] == ["before", *(f"s{n}" for n in range(120)), "after"]
    assert [row.data for row in found[1:-1]] == [row["data"] for row in rows]
    assert {(row.at, row.audience) for row in found} == {(_MOMENT, "")}


def test_many_rows_of_which_one_is_there_already_are_all_refused(database: Database) -> None:
    with contextlib.suppress(IntegrityError), database.write() as connection:
        _ADD.soon(connection, _row(77))
        with pytest.raises(IntegrityError):
            _ADD.soon(connection, *map(_row, range(100)))
        raise IntegrityError("", None, Exception())
    with database.read() as connection:
        assert connection.execute(_COUNT).scalar_one() == 0
