"""When something unexpected happens: a crash file, the drafts on disk, and a word to the person."""

import asyncio
import contextlib
import faulthandler
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from console.logs import plain_trace


class CrashReporter:
    """Writes what nobody caught to a file, without values and messages, and keeps the drafts.

    Args:
        folder: where crash files go.
        keep_drafts: brings everything typed to disk.
        tell: says to the person what happened and where the file is; called on any thread.
    """

    def __init__(
        self, folder: Path, keep_drafts: Callable[[], object], tell: Callable[[BaseException, Path | None], None]
    ) -> None:
        self._folder = folder
        self._keep_drafts = keep_drafts
        self._tell = tell
        self._native: TextIO | None = None

    def install(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Takes over the hooks of the main thread, other threads, the event loop, and of crashes in native code."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        if loop is not None:
            loop.set_exception_handler(self._on_loop_exception)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._native = (self._folder / "native-crash.txt").open("a", encoding="utf-8")
            faulthandler.enable(self._native)

    def uninstall(self) -> None:
        """Gives the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._native is not None:
            faulthandler.disable()
            self._native.close()

    def report(self, error: BaseException) -> Path | None:
        """Writes a crash file and returns it; ``None`` where the disk refuses."""
        with contextlib.suppress(Exception):
            self._keep_drafts()
        file: Path | None = self._folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
        text = plain_trace(error)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            assert file is not None  # noqa: S101
            file.write_text(f"{datetime.now(UTC).isoformat()}\n{sys.version}\n\n{text}", encoding="utf-8")
        except OSError:
            file = None
        with contextlib.suppress(Exception):
            self._tell(error, file)
        return file

    def _on_exception(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, _trace)
        else:
            self.report(error)

    def _on_thread_exception(self, hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None and not issubclass(hook.exc_type, SystemExit):
            self.report(hook.exc_value)

    def _on_loop_exception(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self.report(error if isinstance(error, BaseException) else RuntimeError(str(context.get("message", ""))))
