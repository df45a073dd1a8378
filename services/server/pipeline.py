"""A PostgreSQL connection's statements, many of them in one message and answered together.

psycopg looks after each statement by itself, in its pipeline mode too: measured, 90 µs of processor time each. What it is
built on (``psycopg.pq``, the client library of PostgreSQL) takes 15 µs, because all of them are written and read at once.
Values are adapted, rows are read and errors are made by psycopg, so that nobody sees a difference.
"""

import select
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result

from services.server.statement import Asked, Statement

_TEXT = PyFormat.TEXT


class Pipeline:
    """What waits to be sent on a connection, and what was prepared there.

    Args:
        driver: a connection; only the thread that has it calls this.
    """

    def __init__(self, driver: "psycopg.Connection[Any]") -> None:
        self._driver = driver
        self._pq = driver.pgconn
        self._transformer = Transformer(driver)
        self._names: dict[str, bytes] = {}
        self._tried = 0
        self.waiting: list[Statement] = []
        self._ahead: dict[Asked, pq.abc.PGresult | None] = {}

    def look_ahead(self, statement: Statement) -> None:
        """Has a query sent with the next ones; what was known of the same one before is forgotten."""
        self._ahead[statement.asked] = None
        self.waiting.append(statement._replace(is_ahead=True))

    @property
    def knows(self) -> bool:
        """Whether anything was sent ahead."""
        return bool(self._ahead)

    def is_known(self, asked: Asked) -> bool:
        """Tells whether a query was sent ahead, or waits for it, and nobody has asked for its answer yet."""
        return asked in self._ahead

    def is_pending(self, asked: Asked) -> bool:
        """Tells whether a query still waits to be sent ahead."""
        return self._ahead[asked] is None

    def known(self, asked: Asked) -> "Answer":
        """Returns the answer of a query that was sent ahead, once."""
        return Answer(self._ahead.pop(asked), self._transformer)

    def unlearn(self, asked: Asked) -> None:
        """Forgets what a query was answered, because that has changed."""
        self._ahead.pop(asked, None)

    def forget(self) -> None:
        """Forgets what waits and what is known."""
        self.waiting.clear()
        self._ahead.clear()

    def run(self, commits: bool = False) -> "Answer":
        """Sends what waits, and the commit where that is wanted; returns what the last statement was answered.

        Raises:
            psycopg.Error: of the first that failed; none after it was run.
        """
        statements, self.waiting = self.waiting, []
        try:
            # A value that cannot be written is said before anything is sent: the connection is as good as before then.
            values = [
                self._transformer.dump_sequence(each.parameters, [_TEXT] * len(each.parameters)) for each in statements
            ]
            self._pq.enter_pipeline_mode()
            last = self._send(statements, values, commits)
        except BaseException:
            self._ahead.clear()
            raise
        finally:
            if self._pq.status == pq.ConnStatus.OK and self._pq.pipeline_status != pq.PipelineStatus.OFF:
                self._pq.exit_pipeline_mode()
        return Answer(last, self._transformer)

    def _send(
        self, statements: Sequence[Statement], values: Sequence[Sequence[Any]], commits: bool
    ) -> "pq.abc.PGresult | None":
        texts: list[str] = []
        ahead: dict[int, Asked] = {}
        fresh: dict[str, bytes] = {}
        if self._pq.transaction_status == pq.TransactionStatus.IDLE and not self._driver.autocommit:
            self._pq.send_query_params(self._begin(), None)
            texts.append("")
        for statement, adapted in zip(statements, values, strict=True):
            text, _parameters, is_ahead = statement
            name = self._names.get(text) or fresh.get(text)
            if name is None:
                self._tried += 1
                name = fresh[text] = b"tongfu_%d" % self._tried
                self._pq.send_prepare(name, text.encode())
                texts.append(text)
            self._pq.send_query_prepared(name, adapted)
            if is_ahead:
                ahead[len(texts)] = statement.asked
            texts.append("")
        if commits:
            self._pq.send_query_params(b"COMMIT", None)
        self._pq.pipeline_sync()
        self._flush()
        return self._answers(texts, fresh, ahead, commits)

    def _answers(
        self, texts: Sequence[str], fresh: dict[str, bytes], ahead: Mapping[int, Asked], commits: bool
    ) -> "pq.abc.PGresult | None":
        """Reads one answer after another up to the end; what could be prepared is remembered even where others failed."""
        failed: pq.abc.PGresult | None = None
        last: pq.abc.PGresult | None = None
        for number in range(len(texts) + commits):
            result = self._next()
            if result.status == pq.ExecStatus.FATAL_ERROR:
                failed = failed or result
            elif number < len(texts):
                last = result
                if number in ahead and ahead[number] in self._ahead:
                    self._ahead[ahead[number]] = result
                if texts[number] and result.status == pq.ExecStatus.COMMAND_OK:
                    self._names[texts[number]] = fresh[texts[number]]
            # Nothing more of this one.
            self._read()
        # The end of the pipeline.
        self._next()
        if failed is not None:
            raise error_from_result(failed, self._driver.info.encoding)
        return last

    def _next(self) -> "pq.abc.PGresult":
        result = self._read()
        if result is None or self._pq.status != pq.ConnStatus.OK:
            raise psycopg.OperationalError("the connection to the database is lost")
        return result

    def _read(self) -> "pq.abc.PGresult | None":
        while self._pq.is_busy():
            # libpq would wait by itself, but without letting other threads run.
            self._ready(select.POLLIN)
            self._pq.consume_input()
        return self._pq.get_result()

    def _flush(self) -> None:
        while self._pq.flush():
            # Whoever is answered while sending has to listen, or both wait for the other.
            if self._ready(select.POLLIN | select.POLLOUT) & select.POLLIN:
                self._pq.consume_input()

    def _ready(self, wanted: int) -> int:
        poll = select.poll()
        poll.register(self._pq.socket, wanted)
        return poll.poll()[0][1]

    def _begin(self) -> bytes:
        """Begins a transaction as psycopg would."""
        level = self._driver.isolation_level
        isolation = f" ISOLATION LEVEL {level.name.replace('_', ' ')}" if level is not None else ""
        return f"BEGIN{isolation}{' READ ONLY' if self._driver.read_only else ''}".encode()


class Answer:
    """What a statement was answered."""

    def __init__(self, result: "pq.abc.PGresult | None", transformer: Any) -> None:
        self._result = result
        self._transformer = transformer

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._result.ntuples if self._result is not None else 0

    @property
    def changed(self) -> int:
        """How many rows it has changed."""
        return (self._result.command_tuples or 0) if self._result is not None else 0

    @property
    def columns(self) -> list[tuple[str, int]]:
        """Name and type of each column."""
        result = self._result
        if result is None:
            return []
        return [((result.fname(n) or b"").decode(), result.ftype(n)) for n in range(result.nfields)]

    def rows(self, make: Callable[[Sequence[Any]], Any]) -> list[Any]:
        """Returns the rows, each made of its values."""
        self._transformer.set_pgresult(self._result)
        rows: list[Any] = self._transformer.load_rows(0, self.count, make)
        return rows


def is_alone(driver: "psycopg.Connection[Any]") -> bool:
    """Tells whether the server has said nothing to a connection that nobody uses: what it says then is that it ends."""
    poll = select.poll()
    poll.register(driver.pgconn.socket, select.POLLIN)
    return not poll.poll(0)
