"""The route of the global search."""

from services.api.transport import Transport
from services.contracts.search import SearchAnswer


class SearchApi:
    """Finds tickets, citizens, numbers and places."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def find(self, text: str, *, person: str = "", place: str = "", limit: int = 8) -> SearchAnswer:
        """Gives the best of each kind; with ``person`` or ``place``, tickets of that citizen or place."""
        return self._transport.get("/v1/search", SearchAnswer, q=text, person=person, place=place, limit=limit)
