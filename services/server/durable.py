"""Brings commits to the disk, many of them with one flush."""

import os
import threading
from collections.abc import Callable
from pathlib import Path


class GroupSync:
    """Waits until everything committed so far has reached the disk.

    SQLite's own way (``synchronous=FULL``) flushes the write-ahead log in each commit, while it holds the write lock: on a
    busy disk a flush takes 10 ms, and then nobody files more than 100 tickets a second. Here a commit writes the log
    (``synchronous=NORMAL``), lets the next writer in, and then waits for a flush that it shares with all who came in the
    meantime. What is answered is as safe as with FULL: it was flushed before the answer.

    On PostgreSQL it is the writers of events that stand in line, because their ids must become visible in order: a commit
    that waits for the disk while it holds their lock lets the next one in 8 ms later. They too commit first and flush then.

    Args:
        flush: brings to the disk what has been committed before the call; raises where the disk does not take it.
    """

    def __init__(self, flush: Callable[[], None]) -> None:
        self._flush = flush
        self._changed = threading.Condition()
        self._asked = 0
        self._done = 0
        self._busy = False

    def wait(self) -> None:
        """Returns when what was committed before this call is safe; raises what ``flush`` raises."""
        with self._changed:
            self._asked += 1
            mine = self._asked
            while self._busy and self._done < mine:
                self._changed.wait()
            if self._done >= mine:
                return
            self._busy = True
            covered = self._asked
        safe = False
        try:
            self._flush()
            safe = True
        finally:
            with self._changed:
                self._busy = False
                if safe:
                    self._done = covered
                self._changed.notify_all()


def flush_file(path: Path) -> None:
    """Brings what was written to a file to the disk.

    Raises:
        OSError: the disk does not take it.
    """
    # Opened each time: the file is another one after all connections were closed. SQLite holds no locks on this file,
    # so that closing it drops none (POSIX locks belong to the process and not to the handle).
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        # The last connection has folded it into the database, flushed.
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
