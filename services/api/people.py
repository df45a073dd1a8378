"""Routes of citizens."""

from services.api.transport import Transport
from services.contracts.common import Page
from services.contracts.people import (
    CallerCard,
    JoinRequest,
    NewPerson,
    Person,
    PersonFields,
    PersonJoin,
    PersonRow,
    PersonSuggestion,
)


class PeopleApi:
    """Citizens: who is calling, finding, taking down, changing."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def caller(self, number: str) -> CallerCard:
        """Gives who calls from a number; an empty number is a withheld one."""
        return self._transport.get(f"/v1/caller?number={number.replace('+', '%2B').replace('#', '%23')}", CallerCard)

    def find(self, text: str, limit: int = 20) -> Page[PersonRow]:
        """Finds citizens by the beginning of a name or number."""
        return self._transport.get("/v1/persons", Page[PersonRow], q=text, limit=limit)

    def get(self, person_id: str) -> Person:
        """Gives one citizen; the look is recorded."""
        return self._transport.get(f"/v1/persons/{person_id}", Person)

    def create(self, new: NewPerson, key: str) -> Person:
        """Takes down a citizen."""
        return self._transport.post("/v1/persons", Person, new, key=key)

    def change(self, person_id: str, fields: PersonFields, version: int, key: str) -> Person:
        """Changes a citizen's record."""
        return self._transport.patch(f"/v1/persons/{person_id}", Person, fields, key=key, version=version)

    def suggestions(self, person_id: str) -> list[PersonSuggestion]:
        """Gives records that are likely the same citizen's, masked, with the reasons."""
        return self._transport.get(f"/v1/persons/{person_id}/suggestions", list[PersonSuggestion])

    def joins(self, person_id: str) -> list[PersonJoin]:
        """Gives what was joined with a record, and what was taken back."""
        return self._transport.get(f"/v1/persons/{person_id}/joins", list[PersonJoin])

    def join(self, person_id: str, other: str, key: str) -> PersonJoin:
        """Moves everything of another record to this one."""
        return self._transport.post(f"/v1/persons/{person_id}/join", PersonJoin, JoinRequest(other=other), key=key)

    def undo_join(self, join_id: str, key: str) -> PersonJoin:
        """Gives everything back."""
        return self._transport.post(f"/v1/joins/{join_id}/undo", PersonJoin, key=key)
