"""Messages that callers left while nobody listened."""

from collections.abc import Callable

from services.telephony.asterisk.connection import Line
from services.telephony.asterisk.database import entries
from services.telephony.asterisk.names import DONE, MESSAGES, unique_of
from services.telephony.asterisk.pbxcall import Event


async def ask_for_messages(line: Line, read: Callable[[Event], None]) -> None:
    """Takes in the messages that stand in Asterisk's own database.

    One that was not ended is told as well where its caller is gone: Asterisk itself was killed. Who still speaks tells of it
    when they go.
    """
    found = await entries(line, MESSAGES) or {}
    speaking: set[str] = set()
    if any(not _is_done(said) for said in found.values()):
        there = await line.ask({"Action": "Status"})
        # A citizen whom an agent called is known by the channel with which that call began.
        speaking = {str(event.get(name, "")) for event in there for name in ("Uniqueid", "Linkedid")}
    for call_id, said in found.items():
        if _is_done(said) or (unique_of(call_id) or call_id) not in speaking:
            read({"Event": "UserEvent", "UserEvent": "TongfuMessage", "Call": call_id, "Said": said})


def _is_done(said: str) -> bool:
    return f":{DONE}:" in said
