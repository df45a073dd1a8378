"""What a feature hands to the application: its routes, and what it wants to run or keep in the process."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter

from services.server.kernel import Kernel


def _nothing(_kernel: Kernel) -> None:
    """A feature without state."""


@dataclass(frozen=True)
class Feature:
    """One folder of the server, as ``app.FEATURES`` lists it.

    Attributes:
        router: its routes, with full paths (``/v1/…``).
        install: called once while the application is built, before the first request. Here a feature makes its rooms
            (``kernel.rooms[CallFloor] = CallFloor(kernel)``) and adds to ``kernel.snapshot_parts``,
            ``kernel.background`` and ``kernel.signed_out``.
        uploads: regular expressions of paths that take files: longer bodies than others, which they read piece by piece.
    """

    router: APIRouter
    install: Callable[[Kernel], None] = _nothing
    uploads: tuple[str, ...] = ()
