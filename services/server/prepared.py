"""Statements of hot paths: compiled once, run past SQLAlchemy's own execution, and on PostgreSQL sent together.

SQLAlchemy takes 30 to 45 µs for each execution, SQLite mostly less than 10; a step of the life cycle runs fifteen, and Python
runs one at a time. On PostgreSQL each statement is a way there and back, with the locks of the transaction held meanwhile;
what nobody waits for (``soon``) goes with the next one that is waited for, or with the commit. Order and effects are those
of one statement after another; only an error of what was put off comes later.

A statement is plain Core, with ``bindparam`` and without lists of unknown length. Everything else of a connection is used as
always: what SQLAlchemy executes itself finds done what was put off before it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Engine, Insert, Row, TextClause, event
from sqlalchemy.engine import result_tuple
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler

_WAITING = "tongfu.waiting"
Values = Mapping[str, Any]
_Process = Callable[[Any], Any] | None


@dataclass(slots=True)
class _Compiled:
    """What a driver wants: the text, the parameters in their order with what makes them its own, and rows made of tuples."""

    text: str
    names: tuple[tuple[str, _Process], ...]
    fixed: Values
    is_positional: bool
    columns: tuple[tuple[str, Any], ...]
    """Names and types; of a written-out text only the driver knows them."""
    row: Callable[[Any], Row[Any]] | None = None
    processes: tuple[tuple[int, Callable[[Any], Any]], ...] = ()

    def parameters(self, values: Values) -> Any:
        """Returns what goes to the driver."""
        fixed = self.fixed
        if self.is_positional:
            return [
                process(given) if process is not None and given is not None else given
                for name, process in self.names
                for given in (values[name] if name in values else fixed[name],)
            ]
        return {
            name: process(given) if process is not None and given is not None else given
            for name, process in self.names
            for given in (values[name] if name in values else fixed[name],)
        }

    def made(self, found: list[Any], cursor: Any, dialect: Dialect) -> list[Row[Any]]:
        """Returns a driver's rows as ones with names."""
        row = self.row or self._learn(cursor.description, dialect)
        if not self.processes:
            return [row(raw) for raw in found]
        made = []
        for raw in found:
            values = list(raw)
            for place, process in self.processes:
                values[place] = process(values[place])
            made.append(row(values))
        return made

    def _learn(self, description: Any, dialect: Dialect) -> Callable[[Any], Row[Any]]:
        """Takes from the first answer what a column is in the database: what has to be done with it depends on that."""
        columns = self.columns or tuple((column[0], None) for column in description)
        done = (
            (place, kind.dialect_impl(dialect).result_processor(dialect, description[place][1]))
            for place, (_name, kind) in enumerate(columns)
            if kind is not None
        )
        self.processes = tuple((place, process) for place, process in done if process is not None)
        row: Callable[[Any], Row[Any]] = result_tuple([name for name, _kind in columns])
        self.row = row
        return row


class Prepared:
    """A statement that is compiled when it is first run on a kind of database.

    Args:
        statement: without ``IN`` lists; columns that an ``INSERT`` leaves out may only have plain defaults.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[Any, _Compiled] = {}

    def first(self, connection: Connection, values: Values) -> Row[Any] | None:
        """Returns the first row."""
        compiled = self._of(connection, values)
        # All of them: SQLite ends a statement with its last row.
        cursor, found = _answer(connection, compiled, values)
        return compiled.made(found[:1], cursor, connection.dialect)[0] if found else None

    def all(self, connection: Connection, values: Values) -> list[Row[Any]]:
        """Returns all rows."""
        compiled = self._of(connection, values)
        cursor, found = _answer(connection, compiled, values)
        return compiled.made(found, cursor, connection.dialect) if found else []

    def scalar(self, connection: Connection, values: Values) -> Any:
        """Returns the first column of the first row; ``None`` where there is none."""
        row = self.first(connection, values)
        return None if row is None else row[0]

    def run(self, connection: Connection, values: Values) -> int:
        """Returns how many rows it has changed."""
        cursor, _none = _answer(connection, self._of(connection, values), values)
        return int(cursor.rowcount)

    def soon(self, connection: Connection, *rows: Values) -> None:
        """Runs it once for each of the values, at the latest before the commit and before whatever is run after it."""
        if not rows:
            return
        compiled = self._of(connection, rows[0])
        if connection.dialect.name == "sqlite":
            if len(rows) == 1:
                _answer(connection, compiled, rows[0])
            else:
                _many(connection, compiled, rows)
            return
        waiting = connection.info.setdefault(_WAITING, [])
        waiting += [(compiled.text, compiled.parameters(values)) for values in rows]

    def _of(self, connection: Connection, values: Values) -> _Compiled:
        dialect = connection.dialect
        key = (dialect.name, tuple(values)) if isinstance(self._statement, Insert) else dialect.name
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = _compile(self._statement, dialect, values)
        return found


def install(engine: Engine) -> None:
    """Has what was put off on a PostgreSQL engine run before anything that SQLAlchemy runs itself, and with the commit."""

    @event.listens_for(engine, "before_cursor_execute")
    def _before(connection: Connection, *_rest: Any) -> None:
        if connection.info.get(_WAITING):
            _flush(connection, commits=False)

    @event.listens_for(engine, "commit")
    def _with_commit(connection: Connection) -> None:
        if connection.info.get(_WAITING):
            # In the same breath; the commit that SQLAlchemy makes now finds nothing left to do.
            _flush(connection, commits=True)

    @event.listens_for(engine, "rollback")
    def _without(connection: Connection) -> None:
        # A connection that broke has taken with it what waited.
        if not connection.invalidated:
            connection.info.pop(_WAITING, None)

    @event.listens_for(engine, "rollback_savepoint")
    def _back(connection: Connection, _name: str, _context: Any) -> None:
        if not connection.invalidated:
            connection.info.pop(_WAITING, None)


def _answer(connection: Connection, compiled: _Compiled, values: Values) -> tuple[Any, list[Any]]:
    """Runs a statement; on PostgreSQL after what was put off, and together with it. Returns the cursor and its rows."""
    parameters = compiled.parameters(values)
    driver = _driver(connection)
    try:
        if connection.dialect.name == "sqlite":
            cursor = driver.execute(compiled.text, parameters)
            return cursor, cursor.fetchall()
        waiting = connection.info.get(_WAITING)
        cursor = driver.cursor()
        if not waiting and driver.info.transaction_status:
            cursor.execute(compiled.text, parameters)
        else:
            # With what was put off, or with the BEGIN of the transaction.
            with driver.pipeline():
                if waiting:
                    _send(driver.cursor(), waiting)
                cursor.execute(compiled.text, parameters)
        return cursor, cursor.fetchall() if cursor.description else []
    except _driver_error(connection) as error:
        raise _theirs(connection, error) from error


def _many(connection: Connection, compiled: _Compiled, rows: Sequence[Values]) -> None:
    try:
        _driver(connection).executemany(compiled.text, [compiled.parameters(values) for values in rows])
    except _driver_error(connection) as error:
        raise _theirs(connection, error) from error


def _flush(connection: Connection, commits: bool) -> None:
    driver = _driver(connection)
    try:
        with driver.pipeline():
            _send(driver.cursor(), connection.info[_WAITING])
            if commits:
                driver.commit()
    except _driver_error(connection) as error:
        raise _theirs(connection, error) from error


def _send(cursor: Any, waiting: list[tuple[str, Any]]) -> None:
    for text, parameters in waiting:
        cursor.execute(text, parameters)
    waiting.clear()


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _driver_error(connection: Connection) -> type[Exception]:
    return cast(type[Exception], cast(Any, connection.dialect.dbapi).Error)


def _theirs(connection: Connection, error: Exception) -> BaseException:
    """Returns what SQLAlchemy would raise: its own kind of the driver's error, without what citizens said in it."""
    dialect = connection.dialect
    connection.info.pop(_WAITING, None)
    gone = dialect.is_disconnect(cast(Any, error), cast(Any, _driver(connection)), None)
    if gone:
        connection.invalidate(error)
        # The others went with it.
        connection.engine.dispose()
    kind = cast(Any, _driver_error(connection))
    return DBAPIError.instance(
        None, None, error, kind, hide_parameters=True, connection_invalidated=gone, dialect=dialect
    )


def _compile(statement: Executable, dialect: Dialect, values: Values) -> _Compiled:
    keys: list[str] | None = None
    if isinstance(statement, Insert):
        keys = list(values)
        if not statement._returning:
            # Nobody asks for the key that the database gave.
            statement = statement.inline()
    compiled = cast(SQLCompiler, cast(Any, statement).compile(dialect=dialect, column_keys=keys))
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError("a prepared statement has no lists")
    fixed = {bind_name: bind.value for bind_name, bind in compiled.binds.items() if not bind.required}
    for column in compiled.insert_prefetch:
        if column.default is None or not column.default.is_scalar:
            raise ValueError(f"{column} has no plain default")
        fixed[column.key] = cast(Any, column.default).arg
    names = compiled.positiontup if compiled.positional else list(compiled.binds)
    processed = tuple((name, _of_bind(compiled.binds[name].type, dialect)) for name in names or ())
    columns = [] if isinstance(statement, TextClause) else list(cast(Any, statement).exported_columns)
    return _Compiled(
        compiled.string,
        processed,
        fixed,
        compiled.positional,
        tuple((column.name, column.type) for column in columns),
    )


def _of_bind(kind: Any, dialect: Dialect) -> _Process:
    return cast(_Process, kind.dialect_impl(dialect).bind_processor(dialect))
