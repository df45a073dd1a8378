import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from services.errors import AppError
from services.server import migrations
from services.server.database import Database
from services.server.schema import metadata
from services.server.tickets.tables import tickets
from tests.services.server.postgres import Cluster

FILLED = {
    column.name: {"VARCHAR": "''", "TEXT": "''", "BOOLEAN": "false"}.get(str(column.type).split("(")[0], "0")
    for column in tickets.columns
    if not column.nullable
    and column.name
    not in [
        "key",
        "id",
        "number",
        "kind",
        "stem",
        "status",
        "version",
        "opened_as",
        "created_by_id",
        "created_at",
        "updated_at",
    ]
}
"""What the other columns that must have a value are filled with, in SQL."""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        cluster.drop("empty")
        database = Database(cluster.create("empty"))
    yield database
    database.close()


def test_migrations_lead_to_the_declared_tables(empty: Database) -> None:
    assert migrations.current(empty) is None
    assert migrations.upgrade(empty)
    assert migrations.current(empty) == migrations.newest()
    with empty.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": migrations.same_type,
                "include_name": migrations.is_declared,
                "include_object": migrations.is_everywhere,
            },
        )
        differences = compare_metadata(context, metadata)
    assert differences == [], "the tables have changed: run scripts/migration"


def test_a_second_upgrade_has_nothing_to_do(empty: Database) -> None:
    migrations.upgrade(empty)
    assert not migrations.upgrade(empty)


def test_a_database_of_a_newer_version_is_left_alone(empty: Database) -> None:
    migrations.upgrade(empty)
    with empty.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(AppError) as caught:
        migrations.upgrade(empty)
    assert caught.value.code == "schema_too_new"


def test_a_database_of_an_unreleased_state_is_left_alone(empty: Database) -> None:
    migrations.upgrade(empty)
    with empty.write() as connection:
        connection.execute(text("UPDATE server_settings SET value = 'another' WHERE key = 'schema_history'"))
    for _ in range(2):
        with pytest.raises(AppError) as caught:
            migrations.upgrade(empty)
        assert caught.value.code == "schema_unreleased"


def test_a_server_on_an_up_to_date_sqlite_database_imports_neither_alembic_nor_what_is_postgresqls_nor_pypinyin(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'tongfu.sqlite'}"
    database = Database(url)
    migrations.upgrade(database)
    database.close()
    program = (
        "import sys\n"
        "import services.server.runner\n"
        "from services.pinyin import syllables\n"
        "from services.server.database import Database\n"
        "from services.server.migrations import upgrade\n"
        f"assert not upgrade(Database({url!r}))\n"
        "assert syllables('路') == ['lu']\n"
        "assert not {'alembic', 'psycopg', 'pypinyin'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_each_kind_of_database_has_its_own_indexes_and_none_of_the_other(empty: Database) -> None:
    migrations.upgrade(empty)
    with empty.read() as connection:
        made = {index["name"] for index in inspect(connection).get_indexes("tickets")}
        # The unique ones of id and number are constraints.
        wanted = {
            index.name for index in tickets.indexes if index.info.get("dialect") in (None, connection.dialect.name)
        }
    assert {name for name in made if str(name).startswith("ix_")} == wanted
    assert ("ix_tickets_town_updated" in made) == empty.is_sqlite
    assert ("ix_tickets_updated_facets" in made) != empty.is_sqlite


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
def test_postgresql_knows_which_filters_go_together(empty: Database) -> None:
    """Praise is of the first matter alone: of the second one none is expected, though both are common."""
    migrations.upgrade(empty)
    with empty.write() as connection:
        connection.execute(
            text(
                "INSERT INTO tickets (key, id, number, kind, stem, status, version, opened_as, created_by_id, created_at, updated_at"
                f", {', '.join(name for name in FILLED)}) SELECT n, n, n, CASE WHEN n % 3 = 0 THEN 'praise' ELSE 'help' END,"
                " CASE WHEN n % 3 = 0 THEN '0101' ELSE '0202' END, 'closed', 1, 'accept', 'me', now(), now()"
                f", {', '.join(FILLED.values())} FROM generate_series(1, 3000) AS n"
            )
        )
        connection.execute(text("ANALYZE tickets"))
        query = "EXPLAIN SELECT key FROM tickets WHERE kind = 'praise' AND stem = '{}'"
        rows = {
            stem: int(re.findall(r"rows=(\d+)", connection.exec_driver_sql(query.format(stem)).scalars().first())[0])
            for stem in ("0101", "0202")
        }
    assert 800 < rows["0101"] < 1200
    assert rows["0202"] < 10
