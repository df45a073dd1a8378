"""Routes of training mode."""

from typing import Annotated, Any

from fastapi import Response

from services.contracts.accounts import Permission
from services.contracts.events import TrainingChange, TrainingState
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.training.simulation import Training, simulator
from services.server.transaction import Transaction
from services.server.work import Work, reads, writes
from services.telephony.protocol import Telephony

router = Router(tags=["training"])


def install(kernel: Kernel) -> None:
    """Makes the room; in training mode also brings the exchange on which the call floor is then made."""
    kernel.rooms[Training] = training = Training(kernel)
    if kernel.config.training:
        kernel.rooms[Telephony] = simulator(kernel)

    def part(_tx: Transaction) -> dict[str, Any]:
        return {"training": training.state()}

    kernel.snapshot_parts.append(part)


FEATURE = Feature(router, install)


@router.get("/v1/training", response_model=TrainingState, summary="Training mode")
def get_training(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Tells whether calls are simulated, and how fast the clock runs."""
    return work.read(lambda _tx: work.kernel.room(Training).state())


@router.patch("/v1/training", response_model=TrainingState, summary="Change the training clock")
def change_training(asked: TrainingChange, work: Annotated[Work, writes(Permission.TRAINING_CONTROL)]) -> Response:
    """Sets the speed (1 to 60), or stops and starts the clock."""
    return work.write(lambda tx: work.kernel.room(Training).change(tx, asked))
