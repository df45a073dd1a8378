"""Routes of saved views: one's own, and no one else's."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Code, Id
from services.contracts.views import SavedView, ViewFields
from services.server.feature import Feature
from services.server.routes import Router
from services.server.views import service
from services.server.work import Work, reads, writes

router = Router(tags=["views"])
_ViewId = Annotated[Id, Path(description="The view's id, which the client makes.")]


@router.get("/v1/views", response_model=list[SavedView], summary="One's saved views")
def list_views(
    work: Annotated[Work, reads(Permission.SIGNED_IN)],
    page: Annotated[Code, Query(description="Only of this page.")] = "",
) -> Response:
    """Gives the caller's views in the order they were saved."""
    return work.read(lambda tx: service.mine(tx, page))


@router.put("/v1/views/{view_id}", response_model=SavedView, summary="Save a view")
def save_view(view_id: _ViewId, view: ViewFields, work: Annotated[Work, writes(Permission.SIGNED_IN)]) -> Response:
    """Saves a new view, changes or renames one, or brings a deleted one back."""
    return work.write(lambda tx: service.save(tx, view_id, view))


@router.delete("/v1/views/{view_id}", status_code=204, response_model=None, summary="Delete a view")
def delete_view(view_id: _ViewId, work: Annotated[Work, writes(Permission.SIGNED_IN)]) -> Response:
    """Deletes it; saved again under its id, it is back."""
    return work.write(lambda tx: service.drop(tx, view_id))


FEATURE = Feature(router)
