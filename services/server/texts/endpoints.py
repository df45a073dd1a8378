"""Routes for templates, phrases and what citizens are told."""

from typing import Annotated

from fastapi import Response

from services.contracts.accounts import Permission
from services.contracts.texts import NewTexts, Texts, TextsHistory
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.routes import Router
from services.server.texts import service
from services.server.timers.service import Timers
from services.server.work import Work, reads, updates

router = Router(tags=["texts"])


@router.get("/v1/texts", response_model=TextsHistory, summary="Templates, phrases and notices in their versions")
def get_texts(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives the newest versions, the newest first; the last one is what the program carries."""
    return work.read(service.history)


@router.put("/v1/texts", response_model=Texts, summary="Set templates, phrases and notices")
def put_texts(new: NewTexts, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Adds a version of all of them, in force from its moment on. `If-Match` is the newest version, `"0"` for the first."""
    return work.write(lambda tx: service.set_texts(tx, new))


def _install(kernel: Kernel) -> None:
    kernel.room(Timers).on(service.TIMER, service.come_into_force)


FEATURE = Feature(router, _install)
