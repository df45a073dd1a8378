"""Ticket numbers as people type them: ``20261124-000123``, from the day on."""

import contextlib
import re
from datetime import datetime

_NUMBER = re.compile(r"(20\d{6})-?(\d{0,7})", re.ASCII)


def beginning(typed: str) -> str:
    """Returns the beginning of a ticket number, a day and more; empty where something else was typed."""
    number = _NUMBER.fullmatch(typed)
    if number:
        day, rest = number.groups()
        with contextlib.suppress(ValueError):
            datetime.strptime(day, "%Y%m%d")  # noqa: DTZ007 - is it a day at all?
            return f"{day}-{rest}"
    return ""
