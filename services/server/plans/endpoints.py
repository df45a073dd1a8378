"""Routes of the plans of queues."""

from typing import Annotated

from fastapi import Response

from services.contracts.accounts import Permission
from services.contracts.plans import NewQueuePlans, QueuePlans, QueuePlansHistory, QueuesNow
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.plans import service
from services.server.plans.watch import PlanWatch
from services.server.routes import Router
from services.server.work import Work, reads, updates

router = Router(tags=["queues"])


def install(kernel: Kernel) -> None:
    """Tells the exchange the plans, and looks while the server is up."""
    watch = PlanWatch(kernel)
    kernel.rooms[PlanWatch] = watch
    watch.look()
    kernel.feed.listeners.append(watch.hear)
    kernel.background.append(watch.beside)


FEATURE = Feature(router, install)


@router.get("/v1/queue-plans", response_model=QueuePlansHistory, summary="Night and holiday plans of queues")
def get_plans(work: Annotated[Work, reads(Permission.QUEUE_WATCH)]) -> Response:
    """Gives all versions of hours, of what happens outside of them, and of overflow; the newest first."""
    return work.read(service.history)


@router.get("/v1/queue-plans/now", response_model=QueuesNow, summary="What queues do with new callers now")
def get_now(work: Annotated[Work, reads(Permission.QUEUE_WATCH)]) -> Response:
    """Gives each queue that has a plan or is closed by a lead: open, or why not, and where callers go."""
    watch = work.kernel.room(PlanWatch)
    return work.read(watch.now)


@router.put("/v1/queue-plans", response_model=QueuePlans, summary="Set the plans of queues")
def put_plans(new: NewQueuePlans, work: Annotated[Work, updates(Permission.FLOOR_MANAGE)]) -> Response:
    """Adds a version, in force from its moment on; `If-Match` is the newest version, `"0"` for the first."""
    answer = work.write(lambda tx: service.set_plans(tx, new))
    work.kernel.room(PlanWatch).changed()
    return answer
