"""Starts programs fast and kills them at a chosen instant.

A nursery is a process that has imported a program and forks a life of it at a word; so two hundred consoles can be started and
killed in the time in which thirty would only load their libraries. What a program does at its first use only (making models of
its requests, reading word lists) its module does in ``prepare``, where it has one. A life is a process of its own like any other: SIGKILL ends it in
the middle of whatever it does. The nursery keeps the dead as zombies until it has been told of them, so a process id never
comes to mean another process.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).parent.parent


class Nursery:
    """The test's end: starts and kills lives of ``module``, whose ``main(arguments)`` is one life."""

    def __init__(self, module: str, errors: Path) -> None:
        self._lock = threading.Lock()
        self._errors = errors.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.nursery", module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self._ask("hello")

    def start(self, **arguments: Any) -> int:
        """Starts a life and returns its process id."""
        return cast(int, self._ask("start", arguments))

    def kill(self, pid: int) -> float:
        """Kills a life with SIGKILL; returns when, in the monotonic seconds that all processes of a machine share.

        Raises:
            AssertionError: the life had ended by itself.
        """
        at, status = cast(tuple[float, int], self._ask("kill", pid))
        assert os.WIFSIGNALED(status), (
            f"ended by itself with {os.waitstatus_to_exitcode(status)}; see {self._errors.name}"
        )
        assert os.WTERMSIG(status) == signal.SIGKILL
        return at

    def wait(self, pid: int) -> None:
        """Waits for a life that ends by itself, and for it to have ended well."""
        assert self.outcome(pid) == 0, f"ended badly; see {self._errors.name}"

    def outcome(self, pid: int) -> int:
        """Waits for a life that ends by itself; returns its exit code, and for one that a signal ended its negative number."""
        return os.waitstatus_to_exitcode(self._ask("wait", pid))

    def close(self) -> None:
        """Ends the nursery; lives that are left end with it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
        self._errors.close()

    def _ask(self, word: str, value: Any = None) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps([word, value]) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        assert line, f"the nursery is gone; see {self._errors.name}"
        return json.loads(line)


def _run(main: Callable[[dict[str, Any]], None]) -> None:
    lives: set[int] = set()
    answer = os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(2, 1)
    for line in sys.stdin:
        word, value = json.loads(line)
        said: Any = None
        if word == "start":
            pid = os.fork()
            if pid == 0:
                code = 1
                try:
                    os.dup2(nothing, 0)
                    main(value)
                    code = 0
                except SystemExit as end:
                    code = end.code if isinstance(end.code, int) else 1
                except BaseException:
                    import traceback

                    traceback.print_exc()
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(code)
            lives.add(pid)
            said = pid
        elif word == "kill":
            at = time.monotonic()
            os.kill(value, signal.SIGKILL)
            said = (at, os.waitpid(value, 0)[1])
            lives.discard(value)
        elif word == "wait":
            said = os.waitpid(value, 0)[1]
            lives.discard(value)
        answer.write(json.dumps(said) + "\n")
        answer.flush()
    for pid in lives:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    import importlib

    program = importlib.import_module(sys.argv[1])
    if hasattr(program, "prepare"):
        program.prepare()
        assert threading.active_count() == 1, "a fork of a process with threads may wait for a lock for ever"
    _run(program.main)
