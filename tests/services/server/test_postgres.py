"""A machine without PostgreSQL fails the tests; it does not skip half of them."""

import pytest

from tests.services.server.postgres import program


def test_a_missing_postgresql_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="need PostgreSQL"):
        program("postgres-that-is-not-there")
    assert program("postgres").endswith("/postgres")
