"""Logs: rotating files of JSON lines in which no citizen can be recognised."""

import logging
import logging.handlers
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

_FILE_BYTES = 2_000_000
_FILES = 5
_CHAIN = 5
# Seven digits and more, whatever stands between them, may be a telephone or identity number.
_NUMBER = re.compile(r"\+?\d(?:[ \-]?\d){6,}[xX]?")
_PERSONAL = frozenset(
    {
        "name",
        "number",
        "caller",
        "caller_name",
        "caller_number",
        "contact_number",
        "address",
        "detail",
        "title",
        "content",
    }
    | {"answer", "remark", "text", "payload", "fields", "body", "password", "token"}
)
_HIDDEN = "…"
# What somebody searched for stands in the query of an address.
_QUERY = re.compile(r"(?<=[\w/])\?\S+=\S*")


def hide_personal(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes personal fields and anything like a telephone number out of a log entry."""
    for key, value in entry.items():
        if key in _PERSONAL:
            entry[key] = _HIDDEN
        elif isinstance(value, str) and key != "timestamp":
            entry[key] = _NUMBER.sub(_HIDDEN, _QUERY.sub("?" + _HIDDEN, value))
    return entry


def plain_trace(error: BaseException | None) -> str:
    """Returns where an error happened and of what kind it is, with those that led to it.

    Without their messages: pydantic quotes the value that it refuses, SQLAlchemy the row that it could not write.
    """
    parts: list[str] = []
    while error is not None and len(parts) < _CHAIN:
        places = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        code = getattr(error, "code", None) or getattr(error, "strerror", None)
        parts.append(f"{places}{kind}{f' ({code})' if isinstance(code, str) and code.isascii() else ''}\n")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "which came of:\n".join(parts)


def _trace(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Puts the plain trace of the error that is logged into its entry."""
    given = entry.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        entry["trace"] = plain_trace(error)
    return entry


def set_up(folder: Path, *, verbose: bool = False) -> Path:
    """Sends all logging of the program to ``folder/console.log`` and returns that file.

    A folder that cannot be written costs the log and not the program: warnings go to standard error then.
    """
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _trace,
            hide_personal,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
    )
    file = folder / "console.log"
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    # It tells of each retry with the whole address.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    # A full disk must not turn every log line into a trace on standard error.
    logging.raiseExceptions = False
    return file
