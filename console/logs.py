"""Logs: rotating files of JSON lines in which no citizen can be recognised."""

import json
import logging
import logging.handlers
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path

_FILE_BYTES = 2_000_000
_FILES = 5
_CHAIN = 5
# Seven digits and more, whatever stands between them, may be a telephone or identity number.
_NUMBER = re.compile(r"\+?\d(?:[ \-]?\d){6,}[xX]?")
_HIDDEN = "…"
# What somebody searched for stands in the query of an address.
_QUERY = re.compile(r"(?<=[\w/])\?\S+=\S*")


class PlainLines(logging.Formatter):
    """An entry of the log as a line of JSON: what happened, how bad it is, who says so, when; of an error its plain trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns the line; whatever looks like a telephone number, or was searched for, is taken out."""
        entry = {"event": record.getMessage(), "level": record.levelname.lower(), "logger": record.name}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            entry["trace"] = plain_trace(error)
        entry = {name: _NUMBER.sub(_HIDDEN, _QUERY.sub("?" + _HIDDEN, text)) for name, text in entry.items()}
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds")
        return json.dumps(entry | {"timestamp": at}, ensure_ascii=False)


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


def set_up(folder: Path, *, verbose: bool = False) -> Path:
    """Sends all logging of the program to ``folder/console.log`` and returns that file.

    A folder that cannot be written costs the log and not the program: warnings go to standard error then.
    """
    file = folder / "console.log"
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(PlainLines())
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
