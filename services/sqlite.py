"""SQLite's write-ahead log, turned on beside others who open the same new file."""

import sqlite3
import time

_PAUSE_SECONDS = 0.01


def use_write_ahead_log(connection: sqlite3.Connection | sqlite3.Cursor, wait_seconds: float) -> None:
    """Turns on the write-ahead log of a file.

    A file becomes one with a log only once, and SQLite does not wait for a lock while it does so, whatever
    ``busy_timeout`` says (see ``sqlite3_busy_handler``): two programs that make a file in the same moment would refuse
    each other.

    Raises:
        sqlite3.OperationalError: another program held the file for longer than ``wait_seconds``.
    """
    until = time.monotonic() + wait_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            # Opened and locked by another: everything else (not a database, a full disk) is told at once.
            if (error.sqlite_errorcode & 0xFF) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
        time.sleep(_PAUSE_SECONDS)
