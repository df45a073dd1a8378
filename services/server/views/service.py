"""Rules for saved views: each person's own, by name."""

from sqlalchemy import delete, insert, select, update

from services.contracts.views import MOST_VIEWS, SavedView, ViewFields
from services.errors import Conflict, NotFound
from services.server.transaction import Transaction
from services.server.views.tables import saved_views


def mine(tx: Transaction, page: str) -> list[SavedView]:
    """Returns the actor's views of a page (of all pages where none is named), in the order they were saved."""
    table = saved_views.c
    query = select(saved_views).where(table.account_id == tx.actor.account_id).order_by(table.at, table.id)
    if page:
        query = query.where(table.page == page)
    return [SavedView.model_validate(row._asdict()) for row in tx.connection.execute(query)]


def save(tx: Transaction, view_id: str, view: ViewFields) -> SavedView:
    """Saves a view under its id: a new one, one that is changed or renamed, or one that is brought back.

    Raises:
        Conflict: ``already_exists``: another view of the page has this name; ``too_large``: there are too many.
    """
    account_id = tx.actor.account_id
    all_of = {each.id: each for each in mine(tx, "")}
    if any(each.id != view_id and (each.page, each.name) == (view.page, view.name) for each in all_of.values()):
        raise Conflict("already_exists", what=view.name)
    values = view.model_dump()
    if view_id in all_of:
        mine_of = (saved_views.c.account_id == account_id, saved_views.c.id == view_id)
        tx.connection.execute(update(saved_views).where(*mine_of).values(**values))
    elif len(all_of) >= MOST_VIEWS:
        raise Conflict("too_large", limit=MOST_VIEWS)
    else:
        tx.connection.execute(insert(saved_views), {**values, "id": view_id, "account_id": account_id, "at": tx.now})
    return SavedView(id=view_id, **values)


def drop(tx: Transaction, view_id: str) -> None:
    """Deletes a view.

    Raises:
        NotFound: the actor has none with this id.
    """
    done = tx.connection.execute(
        delete(saved_views).where(saved_views.c.account_id == tx.actor.account_id, saved_views.c.id == view_id)
    )
    if not done.rowcount:
        raise NotFound("view")
