"""Routes of the plans of queues."""

from services.api.transport import Transport
from services.contracts.common import Typed
from services.contracts.plans import NewQueuePlans, QueuePlans, QueuePlansHistory, QueuesNow


class QueuePlansApi:
    """When queues take calls, and where callers go else."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def history(self) -> QueuePlansHistory:
        """Gives every version, the newest first."""
        return self._transport.get("/v1/queue-plans", QueuePlansHistory)

    def now(self) -> QueuesNow:
        """Gives what queues do with new callers at this moment."""
        return self._transport.get("/v1/queue-plans/now", QueuesNow)

    def set_plans(self, new: NewQueuePlans | Typed, version: int, key: str) -> QueuePlans:
        """Adds a version; the server checks what was typed."""
        return self._transport.put("/v1/queue-plans", QueuePlans, new, key=key, version=version)
