"""Which step takes another one back, as far as the world allows it."""

from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import Ticket


def undo_of(request: StepRequest, before: Ticket) -> StepRequest | None:
    """Returns the step that undoes one, given the ticket as it was before; nothing where none does."""
    match request.step:
        case Step.DISPATCH | Step.EMERGENCY | Step.MEET:
            return StepRequest(step=Step.RECALL)
        case Step.RECALL:
            return StepRequest(step=Step.DISPATCH, unit=before.unit, assisting=list(before.assisting))
        case Step.MERGE:
            return StepRequest(step=Step.UNMERGE)
        case Step.LINK:
            return StepRequest(step=Step.UNLINK, into=request.into)
        case Step.UNLINK:
            return StepRequest(step=Step.LINK, into=request.into)
        case Step.WITHDRAW | Step.ANSWER:
            return StepRequest(step=Step.UNDO_CLOSE)
        case Step.ASK:
            return StepRequest(step=Step.ASK_BY_PHONE)
        case Step.SUSPEND:
            return StepRequest(step=Step.RESUME)
        case Step.ASSIGN:
            return StepRequest(step=Step.ASSIGN, **({"handler_id": before.handler_id} if before.handler_id else {}))
    return None
