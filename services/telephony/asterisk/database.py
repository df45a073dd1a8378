"""Asterisk's own database, where things stand until our server has taken them, and where it finds what we want of it."""

from services.telephony.asterisk.connection import Line, Refused

_UNKNOWN = "unknown command"


async def entries(line: Line, family: str) -> dict[str, str] | None:
    """Returns what stands in a family, by key; ``None`` where Asterisk is too old to say (before 16.28, 18.14, 19.6)."""
    try:
        found = await line.ask({"Action": "DBGetTree", "Family": family})
    except Refused as error:
        # Of an empty family it says that there is none.
        return None if _UNKNOWN in str(error).lower() else {}
    rows = [event for event in found if event.get("Event") == "DBGetTreeResponse"]
    return {str(row.get("Key", "")).rpartition("/")[2]: str(row.get("Val", "")) for row in rows}
