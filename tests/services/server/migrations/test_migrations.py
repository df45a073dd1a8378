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


def test_opening_an_up_to_date_database_does_not_import_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tongfu.sqlite'}"
    database = Database(url)
    migrations.upgrade(database)
    database.close()
    program = (
        "import sys\n"
        "from services.server.database import Database\n"
        "from services.server.migrations import upgrade\n"
        f"assert not upgrade(Database({url!r}))\n"
        "assert 'alembic' not in sys.modules\n"
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
