"""Statements of hot paths: compiled once, run past SQLAlchemy's own execution, and on PostgreSQL sent together.

SQLAlchemy takes 30 to 45 µs for each execution, SQLite mostly less than 10; a step of the life cycle runs fifteen, and Python
runs one at a time. On PostgreSQL each statement is a way there and back, with the locks of the transaction held meanwhile;
what nobody waits for (``soon``) goes with the next one that is waited for, or with the commit. Order and effects are those
of one statement after another; only an error of what was put off comes later. What is going to be asked anyway goes along
with it too (``ahead``), and its answer waits until it is asked for.

Many rows at once (an import, a restored district) go to PostgreSQL as ``COPY``: a tenth of the work of as many statements.

A statement is plain Core, with ``bindparam`` and without lists of unknown length. Everything else of a connection is used as
always: what SQLAlchemy executes itself finds done what was put off before it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Dialect, Engine, Insert, Row, TextClause, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import result_tuple
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler

from services.server.statement import Statement

if TYPE_CHECKING:
    from services.server.pipeline import Pipeline

_PIPELINE = "tongfu.pipeline"
_COPIED = 50
"""From so many rows on, PostgreSQL gets them as ``COPY``."""
_NUMBERED: Dialect = cast(Any, PGDialect_psycopg)(paramstyle="numeric_dollar")
"""Writes statements as the server itself reads them."""
Values = Mapping[str, Any]
_Process = Callable[[Any], Any] | None


@dataclass(slots=True)
class _Compiled:
    """What a driver wants: the text, the parameters in their order with what makes them its own, and rows made of tuples."""

    text: str
    names: tuple[tuple[str, _Process], ...]
    fixed: Values
    columns: tuple[tuple[str, Any], ...]
    """Names and types; of a written-out text only the driver knows them."""
    copy: str = ""
    """The same as ``COPY``, for a plain ``INSERT`` on PostgreSQL."""
    make: Callable[[Sequence[Any]], Row[Any]] | None = None

    def parameters(self, values: Values) -> list[Any]:
        """Returns what goes to the driver."""
        fixed = self.fixed
        return [
            process(given) if process is not None and given is not None else given
            for name, process in self.names
            for given in (values[name] if name in values else fixed[name],)
        ]

    def maker(self, described: Callable[[], Sequence[Any]], dialect: Dialect) -> Callable[[Sequence[Any]], Row[Any]]:
        """Returns what makes a row of its values; the first answer tells what a column is in the database."""
        if self.make is None:
            self.make = _maker(self.columns, described(), dialect)
        return self.make


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
        # All of them are read: SQLite ends a statement with its last row.
        found = self.all(connection, values)
        return found[0] if found else None

    def all(self, connection: Connection, values: Values) -> list[Row[Any]]:
        """Returns all rows."""
        compiled = self._of(connection, values)
        dialect = connection.dialect
        if dialect.name == "sqlite":
            cursor = _on_sqlite(connection, compiled, values)
            found = cursor.fetchall()
            return list(map(compiled.maker(lambda: cursor.description, dialect), found)) if found else []
        answer = _asked(connection, Statement(compiled.text, compiled.parameters(values)))
        return answer.rows(compiled.maker(lambda: answer.columns, dialect)) if answer.count else []

    def scalar(self, connection: Connection, values: Values) -> Any:
        """Returns the first column of the first row; ``None`` where there is none."""
        row = self.first(connection, values)
        return None if row is None else row[0]

    def run(self, connection: Connection, values: Values) -> int:
        """Returns how many rows it has changed."""
        compiled = self._of(connection, values)
        if connection.dialect.name == "sqlite":
            return int(_on_sqlite(connection, compiled, values).rowcount)
        return int(_on_postgresql(connection, Statement(compiled.text, compiled.parameters(values))).changed)

    def soon(self, connection: Connection, *rows: Values) -> None:
        """Runs it once for each of the values, at the latest before the commit and before whatever is run after it."""
        if not rows:
            return
        compiled = self._of(connection, rows[0])
        if connection.dialect.name == "sqlite":
            _on_sqlite(connection, compiled, *rows)
        elif compiled.copy and len(rows) >= _COPIED:
            _copy(connection, compiled, rows)
        else:
            waiting = _pipeline(connection).waiting
            waiting += [Statement(compiled.text, compiled.parameters(values)) for values in rows]

    def ahead(self, connection: Connection, values: Values) -> None:
        """Sends a query to PostgreSQL with those before it, for the first ``all``, ``first`` or ``scalar`` with the same values.

        Only for what nothing in this transaction changes in between, but by whom says so (``changed``).
        """
        if connection.dialect.name != "sqlite":
            compiled = self._of(connection, values)
            _pipeline(connection).look_ahead(Statement(compiled.text, compiled.parameters(values)))

    def changed(self, connection: Connection, values: Values) -> None:
        """Says that what was asked ``ahead`` is answered otherwise by now."""
        if connection.dialect.name != "sqlite":
            compiled = self._of(connection, values)
            _pipeline(connection).unlearn(Statement(compiled.text, compiled.parameters(values)).asked)

    def _of(self, connection: Connection, values: Values) -> _Compiled:
        dialect = connection.dialect
        key = (dialect.name, tuple(values)) if isinstance(self._statement, Insert) else dialect.name
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = _compile(self._statement, dialect, values)
        return found


def array(values: Iterable[Any]) -> str:
    """Returns numbers, truths and short words as PostgreSQL writes an array, for a statement that makes rows of it."""
    return "{" + ",".join(map(_element, values)) + "}"


def install(engine: Engine) -> None:
    """Has what was put off on a PostgreSQL engine run before anything that SQLAlchemy runs itself, and with the commit."""
    from services.server.pipeline import is_alone

    @event.listens_for(engine, "checkout")
    def _on_checkout(driver: Any, record: Any, _proxy: Any) -> None:
        if _PIPELINE in record.info:
            record.info[_PIPELINE].forget()
        # The pool tries another one. Asking the server (``pool_pre_ping``) would cost each request a way there and back.
        if not is_alone(driver):
            raise DisconnectionError

    @event.listens_for(engine, "before_cursor_execute")
    def _before(connection: Connection, *_rest: Any) -> None:
        if _waits(connection):
            _on_postgresql(connection)

    @event.listens_for(engine, "commit")
    def _with_commit(connection: Connection) -> None:
        if _waits(connection):
            # In the same breath; the commit that SQLAlchemy makes now finds nothing left to do.
            _on_postgresql(connection, commits=True)
        _forget(connection)

    @event.listens_for(engine, "rollback")
    def _without(connection: Connection) -> None:
        _forget(connection)

    @event.listens_for(engine, "rollback_savepoint")
    def _back(connection: Connection, _name: str, _context: Any) -> None:
        _forget(connection)


def _waits(connection: Connection) -> bool:
    pipeline = connection.info.get(_PIPELINE)
    return pipeline is not None and bool(pipeline.waiting)


def _forget(connection: Connection) -> None:
    # A connection that broke has taken with it what waited.
    if not connection.invalidated and _PIPELINE in connection.info:
        connection.info[_PIPELINE].forget()


def _pipeline(connection: Connection) -> "Pipeline":
    found: Pipeline | None = connection.info.get(_PIPELINE)
    return _begun(connection) if found is None else found


def _begun(connection: Connection) -> "Pipeline":
    from services.server.pipeline import Pipeline

    made = connection.info[_PIPELINE] = Pipeline(_driver(connection))
    return made


def _asked(connection: Connection, statement: Statement) -> Any:
    """Returns what a query is answered, or was when it was sent ahead."""
    pipeline = _pipeline(connection)
    asked = statement.asked if pipeline.knows else None
    if asked is None or not pipeline.is_known(asked):
        return _on_postgresql(connection, statement)
    if pipeline.is_pending(asked):
        _on_postgresql(connection)
    return pipeline.known(asked)


def _on_postgresql(connection: Connection, *statements: Statement, commits: bool = False) -> Any:
    """Runs what was put off and a statement after it; returns what the last one was answered."""
    pipeline = _pipeline(connection)
    pipeline.waiting += statements
    try:
        return pipeline.run(commits)
    except _driver_error(connection) as error:
        raise _theirs(connection, error) from error


def _on_sqlite(connection: Connection, compiled: _Compiled, *rows: Values) -> Any:
    """Runs a statement for each of the values; returns its cursor."""
    driver = _driver(connection)
    try:
        if len(rows) == 1:
            return driver.execute(compiled.text, compiled.parameters(rows[0]))
        return driver.executemany(compiled.text, [compiled.parameters(values) for values in rows])
    except _driver_error(connection) as error:
        raise _theirs(connection, error) from error


def _copy(connection: Connection, compiled: _Compiled, rows: Sequence[Values]) -> None:
    """Runs what was put off, and then an ``INSERT`` of many rows as ``COPY``."""
    if _waits(connection):
        _on_postgresql(connection)
    driver = _driver(connection)
    try:
        with driver.cursor() as cursor, cursor.copy(compiled.copy) as copy:
            for values in rows:
                copy.write_row(compiled.parameters(values))
    except _driver_error(connection) as error:
        raise _theirs(connection, error) from error


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _driver_error(connection: Connection) -> type[Exception]:
    return cast(type[Exception], cast(Any, connection.dialect.dbapi).Error)


def _theirs(connection: Connection, error: Exception) -> BaseException:
    """Returns what SQLAlchemy would raise: its own kind of the driver's error, without what citizens said in it."""
    dialect = connection.dialect
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
    writes = dialect if dialect.name == "sqlite" else _NUMBERED
    compiled = cast(SQLCompiler, cast(Any, statement).compile(dialect=writes, column_keys=keys))
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError("a prepared statement has no lists")
    fixed = {bind_name: bind.value for bind_name, bind in compiled.binds.items() if not bind.required}
    for column in compiled.insert_prefetch:
        if column.default is None or not column.default.is_scalar:
            raise ValueError(f"{column} has no plain default")
        fixed[column.key] = cast(Any, column.default).arg
    processed = tuple((name, _of_bind(compiled.binds[name].type, dialect)) for name in compiled.positiontup or ())
    columns = [] if isinstance(statement, TextClause) else list(cast(Any, statement).exported_columns)
    known = tuple((column.name, column.type) for column in columns)
    return _Compiled(compiled.string, processed, fixed, known, _copy_of(statement, processed, dialect))


def _copy_of(statement: Executable, processed: Sequence[tuple[str, _Process]], dialect: Dialect) -> str:
    """Returns an ``INSERT`` as ``COPY``; nothing where it is not plain values for columns."""
    if (
        dialect.name == "sqlite"
        or type(statement) is not Insert
        or statement._returning
        or statement.select is not None
    ):
        return ""
    names = [name for name, _process in processed]
    if len(set(names)) != len(names) or not set(names) <= set(statement.table.c.keys()) or statement._values:
        return ""
    quote = dialect.identifier_preparer
    columns = ", ".join(quote.quote(statement.table.c[name].name) for name in names)
    return f"COPY {quote.format_table(cast(Any, statement.table))} ({columns}) FROM STDIN"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def _of_bind(kind: Any, dialect: Dialect) -> _Process:
    return cast(_Process, kind.dialect_impl(dialect).bind_processor(dialect))


def _maker(
    columns: Sequence[tuple[str, Any]], described: Sequence[Any], dialect: Dialect
) -> Callable[[Sequence[Any]], Row[Any]]:
    """Returns what makes a row of a driver's tuple: with names, and with its values as SQLAlchemy gives them."""
    known = columns or [(column[0], None) for column in described]
    row: Callable[[Sequence[Any]], Row[Any]] = result_tuple([name for name, _kind in known])
    processes = [
        (place, process)
        for place, (_name, kind) in enumerate(known)
        if kind is not None
        and (process := kind.dialect_impl(dialect).result_processor(dialect, described[place][1])) is not None
    ]
    if not processes:
        return row

    def make(raw: Sequence[Any]) -> Row[Any]:
        values = list(raw)
        for place, process in processes:
            values[place] = process(values[place])
        return row(values)

    return make
