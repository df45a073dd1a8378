"""A play of a sound is one entry of the access log, in however many parts it is fetched.

The first part is answered with the number of the entry (``Tongfu-Play``); who asks for further parts under that number is not
written down again. A number counts for whom it was given, for that sound, and for some hours; with any other a new play begins.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from fastapi import Header, Query, Response
from sqlalchemy import insert, select

from services.server.ranges import Part, send_content
from services.server.recordings.sealing import Sealed
from services.server.tables import access_log
from services.server.transaction import Transaction
from services.server.work import Work

LONGEST = timedelta(hours=4)
"""A play that is paused for longer than this is a new one."""
HEADER = "tongfu-play"
SOUND = {"content": {"audio/flac": {"schema": {"type": "string", "format": "binary"}}}}
Asked = Annotated[str | None, Header(alias="Range", max_length=100, description="As `bytes=0-65535`.")]
Play = Annotated[
    int | None,
    Query(ge=1, le=2**53, description="`Tongfu-Play` of an earlier part: this one belongs to the same play."),
]


def begin(tx: Transaction, what: str, subject: str, why: str) -> int:
    """Writes down who listens to what, and why; returns the play's number."""
    values = {"at": tx.now, "account_id": tx.actor.account_id, "what": what, "subject": subject, "why": why[:200]}
    made = tx.connection.execute(insert(access_log).values(values)).inserted_primary_key
    return int(made[0]) if made is not None else 0


def goes_on(tx: Transaction, play: int, what: str, subject: str) -> bool:
    """Tells whether this is a play of that sound by the actor."""
    c = access_log.c
    mine = (c.id == play, c.account_id == tx.actor.account_id, c.what == what, c.subject == subject)
    return tx.connection.execute(select(c.id).where(*mine, c.at > tx.now - LONGEST)).first() is not None


def send(
    work: Work,
    sound: Sealed,
    asked: str | None,
    play: int | None,
    what: str,
    subject: str,
    note: Callable[[Transaction], int],
) -> Response:
    """Returns the part asked for, after the play that it belongs to was written down.

    Args:
        work: of the request.
        sound: the file.
        asked: the header ``Range``.
        play: number of an earlier part's play.
        what: kind of sound in the access log.
        subject: its id there.
        note: writes a new play down.

    Raises:
        Damaged: any piece of the file is not as it was written. Looked at once a play: in the middle of an answer nothing can be
            said any more, and it would seem that the connection was lost.
    """
    earlier = play or 0
    if not earlier or not work.kernel.read(lambda tx: goes_on(tx, earlier, what, subject), work.actor):
        sound.check()
        earlier = work.kernel.write(note, work.actor)
    answer = send_content(Part(sound.size, sound.read), asked, "audio/flac", work.actor.language)
    answer.headers[HEADER] = str(earlier)
    return answer
