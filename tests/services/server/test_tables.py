"""A moment is stored in UTC, in the form in which the database compares it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select, text

from services.server.tables import UtcMoment

_TABLE = Table("moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcMoment))


def test_a_moment_is_kept_in_utc_and_in_a_form_of_one_width() -> None:
    engine = create_engine("sqlite://")
    _TABLE.create(engine)
    shanghai = timezone(timedelta(hours=8))
    given = [datetime(2026, 3, 2, 7, 30, tzinfo=shanghai), datetime(2026, 3, 1, 23, 30, 0, 5, tzinfo=UTC), None]
    with engine.begin() as connection:
        connection.execute(insert(_TABLE), [{"at": moment} for moment in given])
        raw = connection.execute(text("SELECT at FROM moments ORDER BY id")).scalars().all()
        assert raw == ["2026-03-01 23:30:00.000000", "2026-03-01 23:30:00.000005", None]
        assert connection.execute(select(_TABLE.c.at).order_by(_TABLE.c.id)).scalars().all() == given
        found = connection.execute(select(_TABLE.c.id).where(_TABLE.c.at == given[0])).scalars().all()
        assert found == [1]


def test_a_moment_without_a_zone_is_refused() -> None:
    engine = create_engine("sqlite://")
    _TABLE.create(engine)
    with engine.begin() as connection, pytest.raises(Exception, match="time zone"):
        connection.execute(insert(_TABLE), {"at": datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None)})
