"""Timers as a part of the server: no routes, a room for handlers, and the task that fires."""

from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.timers.runner import Timers


def install(kernel: Kernel) -> None:
    """Makes the room that features register their handlers in."""
    kernel.rooms[Timers] = timers = Timers(kernel)
    kernel.background.append(timers.beside)


FEATURE = Feature(Router(), install)
