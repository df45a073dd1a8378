"""How a step that waits in the outbox reaches the server."""

from collections.abc import Mapping

from pydantic import BaseModel

from services.api.lifecycle import LifecycleApi
from services.contracts.lifecycle import StepRequest
from services.outbox import OutboxItem, Send

STEP = "ticket.step"
"""Kind of outbox items: ``{"by": page, "request": StepRequest}``; the subject is the ticket."""


def step_senders(api: LifecycleApi) -> Mapping[str, Send]:
    """Returns what sends steps; each passes the item's own idempotency key on, so a repeated one is done once."""

    def step(item: OutboxItem) -> BaseModel:
        request = StepRequest.model_validate(item.payload["request"])
        return api.take(item.subject, request, item.version or 0, item.key)

    return {STEP: step}
