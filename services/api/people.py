"""Routes of citizens."""

from services.api.transport import Transport
from services.contracts.common import Page
from services.contracts.people import CallerCard, NewPerson, Person, PersonFields, PersonRow


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
