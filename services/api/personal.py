"""Routes of what is a person's own: notices, followed tickets, saved views."""

from services.api.transport import Transport
from services.contracts.notices import Followed, Following, NoticePage, ReadState, ReadThrough
from services.contracts.views import SavedView, ViewFields


class PersonalApi:
    """What the server keeps for a person, so that it follows them to another desk."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def notices(self, cursor: str | None = None, limit: int = 100) -> NoticePage:
        """Gives notices, the newest first, and how many are unread."""
        return self._transport.get("/v1/notices", NoticePage, cursor=cursor, limit=limit)

    def read_notice(self, notice_id: int, key: str) -> ReadState:
        """Marks one as read."""
        return self._transport.post(f"/v1/notices/{notice_id}/read", ReadState, key=key)

    def read_notices(self, through: int, key: str) -> ReadState:
        """Marks all up to one as read."""
        return self._transport.post("/v1/notices/read", ReadState, ReadThrough(through=through), key=key)

    def followed(self) -> Followed:
        """Gives the tickets that the person follows."""
        return self._transport.get("/v1/subscriptions", Followed)

    def follow(self, ticket_id: str, key: str) -> Following:
        """Follows a ticket."""
        return self._transport.put(f"/v1/tickets/{ticket_id}/subscription", Following, None, key=key)

    def leave(self, ticket_id: str, key: str) -> None:
        """Follows it no more."""
        self._transport.delete(f"/v1/tickets/{ticket_id}/subscription", key=key)

    def views(self, page: str) -> list[SavedView]:
        """Gives the saved views of a page."""
        return self._transport.get("/v1/views", list[SavedView], page=page)

    def save_view(self, view_id: str, view: ViewFields, key: str) -> SavedView:
        """Saves a view under its id."""
        return self._transport.put(f"/v1/views/{view_id}", SavedView, view, key=key)

    def delete_view(self, view_id: str, key: str) -> None:
        """Deletes a view."""
        self._transport.delete(f"/v1/views/{view_id}", key=key)
