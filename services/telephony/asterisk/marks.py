"""Marks that citizens gave after their talks while nobody listened."""

from collections.abc import Callable

from services.telephony.asterisk.connection import Line
from services.telephony.asterisk.database import entries
from services.telephony.asterisk.names import MARKS
from services.telephony.asterisk.pbxcall import Event


async def ask_for_marks(line: Line, read: Callable[[Event], None]) -> None:
    """Takes in the marks that stand in Asterisk's own database."""
    for call_id, mark in (await entries(line, MARKS) or {}).items():
        read({"Event": "UserEvent", "UserEvent": "TongfuRated", "Call": call_id, "Mark": mark})
