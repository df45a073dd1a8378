"""Delayed release: tells an agent of an evaluation when its moment has come."""

import logging
from functools import partial

from services.server.background import looking
from services.server.kernel import Kernel
from services.server.quality import repository, service

log = logging.getLogger(__name__)

_EVERY_SECONDS = 5


def install(kernel: Kernel) -> None:
    """Lets the release run beside the requests."""
    look, failed = partial(release_due, kernel), "releasing evaluations failed"
    kernel.background.append(lambda: looking(look, _EVERY_SECONDS, log, failed, at_once=False))


def release_due(kernel: Kernel) -> int:
    """Announces what is due; returns how many. Writes nothing where nothing is due."""
    if not kernel.read(lambda tx: repository.is_release_due(tx.connection, tx.now)):
        return 0
    return kernel.write(service.announce_due)
