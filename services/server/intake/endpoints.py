"""Routes for the rules of the intake."""

from typing import Annotated

from fastapi import Response

from services.contracts.accounts import Permission
from services.contracts.intake import IntakeRules, IntakeRulesHistory, NewIntakeRules
from services.server.feature import Feature
from services.server.intake import rules
from services.server.routes import Router
from services.server.work import Work, reads, updates

router = Router(tags=["intake"])


@router.get("/v1/intake-rules", response_model=IntakeRulesHistory, summary="Likeness and the size of attachments")
def get_rules(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives the newest versions, the newest first, and what holds now."""
    return work.read(rules.history)


@router.put("/v1/intake-rules", response_model=IntakeRules, summary="Set likeness and the size of attachments")
def put_rules(new: NewIntakeRules, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Adds a version, in force from its moment on; `If-Match` is the newest version, `"0"` for the first."""
    return work.write(lambda tx: rules.set_rules(tx, new))


FEATURE = Feature(router)
