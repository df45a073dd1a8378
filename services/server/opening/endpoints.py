"""Routes of closing queues for new callers, and opening them again."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Path, Response

from services.contracts.accounts import Permission
from services.contracts.common import Code
from services.contracts.opening import ClosingStory, NewClosing, QueueClosing, QueueClosings, Reopening
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.opening import service
from services.server.opening.book import ClosingBook
from services.server.routes import Router
from services.server.timers.service import Timer, Timers
from services.server.transaction import Transaction
from services.server.work import Work, reads, updates

router = Router(tags=["queues"])
_Reads = Annotated[Work, reads(Permission.QUEUE_WATCH)]
_Decides = Annotated[Work, updates(Permission.FLOOR_MANAGE)]
_Skill = Annotated[Code, Path(description="The queue's skill.", min_length=1)]


def install(kernel: Kernel) -> None:
    """Tells the exchange what is closed, and opens what has come to its end."""
    book = ClosingBook(kernel)
    kernel.rooms[ClosingBook] = book
    book.refresh()
    kernel.snapshot_parts.append(service.snapshot_part)
    kernel.feed.listeners.append(book.followed.hear)
    kernel.background.append(book.followed.beside)

    def at_end(tx: Transaction, timer: Timer) -> None:
        service.ended(tx, timer)
        tx.at_end.append(lambda committed: book.refresh() if committed else None)

    kernel.room(Timers).on(service.END_TIMER, at_end)


FEATURE = Feature(router, install)


def _decided(work: Work, decide: Callable[[Transaction], QueueClosing]) -> Response:
    """Writes a decision; it holds at this exchange when the answer goes out."""
    book = work.kernel.room(ClosingBook)

    def write(tx: Transaction) -> QueueClosing:
        tx.at_end.append(lambda committed: book.refresh() if committed else None)
        return decide(tx)

    return work.write(write)


@router.get("/v1/queue-closings", response_model=QueueClosings, summary="Queues that were closed")
def list_closings(work: _Reads) -> Response:
    """Gives the last word about each queue that was ever closed; all others are open, at version 0."""
    return work.read(service.closings)


@router.get("/v1/queue-closings/{skill}/story", response_model=ClosingStory, summary="Who closed and opened a queue")
def get_story(skill: _Skill, work: _Reads) -> Response:
    """Gives what was done with a queue and why, the newest first."""
    return work.read(lambda tx: service.story(tx, skill))


@router.post("/v1/queue-closings/{skill}/close", response_model=QueueClosing, summary="Close a queue for new callers")
def close_queue(skill: _Skill, new: NewClosing, work: _Decides) -> Response:
    """Closes it at once, until a moment or until somebody opens it. Who waits goes on waiting and is served."""
    return _decided(work, lambda tx: service.close(tx, skill, new))


@router.post("/v1/queue-closings/{skill}/open", response_model=QueueClosing, summary="Open a closed queue")
def open_queue(skill: _Skill, why: Reopening, work: _Decides) -> Response:
    """Opens it at once."""
    return _decided(work, lambda tx: service.open_again(tx, skill, why))
