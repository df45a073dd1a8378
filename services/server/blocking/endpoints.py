"""Routes of blocked numbers."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.blocking import (
    Approval,
    BlockCase,
    BlockCases,
    BlockRules,
    BlockRulesHistory,
    BlockStory,
    Decision,
    NewBlockRules,
    NewReport,
    Report,
)
from services.contracts.common import Id
from services.server.blocking import service, settings
from services.server.blocking.book import BlockBook
from services.server.blocking.following import follow
from services.server.calls.floor import CallFloor
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.timers.service import Timer, Timers
from services.server.transaction import Transaction
from services.server.work import Work, reads, updates, writes

router = Router(tags=["blocked numbers"])
_Reads = Annotated[Work, reads(Permission.CALLER_BLOCK)]
_Decides = Annotated[Work, updates(Permission.CALLER_BLOCK)]
_CaseId = Annotated[Id, Path(description="The case's id.")]
Result = TypeVar("Result")


def install(kernel: Kernel) -> None:
    """Tells the exchange what is blocked, and follows what the floor brings."""
    book = BlockBook(kernel)
    kernel.rooms[BlockBook] = book
    kernel.room(CallFloor).is_last = book.is_last
    book.refresh()
    kernel.floor_batches.append(follow)
    kernel.feed.listeners.append(book.followed.hear)
    kernel.background.append(book.followed.beside)

    def at_end(tx: Transaction, timer: Timer) -> None:
        service.ended(tx, timer)
        tx.at_end.append(lambda committed: book.refresh() if committed else None)

    def new_rules(tx: Transaction, _timer: Timer) -> None:
        service.let_in(tx)
        tx.at_end.append(lambda committed: book.refresh() if committed else None)

    kernel.room(Timers).on(service.END_TIMER, at_end)
    kernel.room(Timers).on(service.RULES_TIMER, new_rules)
    kernel.room(Timers).on(service.FORGET_TIMER, service.forget)


FEATURE = Feature(router, install)


def _decided(work: Work, decide: Callable[[Transaction], Result]) -> Response:
    """Writes a decision; it holds at this exchange when the answer goes out."""
    book = work.kernel.room(BlockBook)

    def write(tx: Transaction) -> Result:
        tx.at_end.append(lambda committed: book.refresh() if committed else None)
        return decide(tx)

    return work.write(write)


@router.post("/v1/calls/{call_id}/harassment", response_model=Report, summary="Report a call as harassing")
def report_call(
    call_id: Annotated[Id, Path(description="The call's id.")],
    new: NewReport,
    work: Annotated[Work, writes(Permission.CALL_HANDLE)],
) -> Response:
    """Reports one's own call, also one that ended within the last half hour. Enough reports of others propose a block."""
    return work.write(lambda tx: service.report(tx, call_id, new))


@router.get("/v1/blocks", response_model=BlockCases, summary="Reported and blocked numbers")
def list_blocks(
    work: _Reads, over: Annotated[bool, Query(description="Those that are over, instead of the open ones.")] = False
) -> Response:
    """Gives masked rows, what has to be decided first."""
    return work.read(lambda tx: service.page(tx, not over))


@router.get("/v1/blocks/{case_id}/story", response_model=BlockStory, summary="Reports and decisions about a number")
def get_story(case_id: _CaseId, work: _Reads) -> Response:
    """Gives who reported which calls and why, and what was decided."""
    return work.read(lambda tx: service.story(tx, case_id))


@router.post("/v1/blocks/{case_id}/look", response_model=BlockCase, summary="A case with its whole number")
def look_at_number(case_id: _CaseId, work: Annotated[Work, writes(Permission.CALLER_BLOCK)]) -> Response:
    """Gives the number; the look is recorded."""
    return work.write(lambda tx: service.look(tx, case_id))


@router.post("/v1/blocks/{case_id}/approve", response_model=BlockCase, summary="Block a number")
def approve_block(case_id: _CaseId, asked: Approval, work: _Decides) -> Response:
    """Blocks it until a date. Its open call-back is closed, and its lost calls leave none."""
    return _decided(work, lambda tx: service.approve(tx, case_id, asked))


@router.post("/v1/blocks/{case_id}/reject", response_model=BlockCase, summary="Do not block a number")
def reject_block(case_id: _CaseId, why: Decision, work: _Decides) -> Response:
    """Closes the case; what was reported so far counts no more."""
    return _decided(work, lambda tx: service.reject(tx, case_id, why))


@router.post("/v1/blocks/{case_id}/lift", response_model=BlockCase, summary="Lift a block")
def lift_block(case_id: _CaseId, why: Decision, work: _Decides) -> Response:
    """Ends it before its date, in force at once."""
    return _decided(work, lambda tx: service.lift(tx, case_id, why))


@router.get("/v1/block-rules", response_model=BlockRulesHistory, summary="When a block is proposed")
def get_rules(work: _Reads) -> Response:
    """Gives all versions, the newest first."""
    return work.read(settings.history)


@router.put("/v1/block-rules", response_model=BlockRules, summary="Set when a block is proposed")
def put_rules(new: NewBlockRules, work: Annotated[Work, updates(Permission.FLOOR_MANAGE)]) -> Response:
    """Adds a version, in force at once or from a moment on. Blocks of numbers that are never blocked then are lifted."""
    return _decided(work, lambda tx: service.set_rules(tx, new))
