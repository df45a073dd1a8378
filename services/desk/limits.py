"""How much each field of the form takes: read from the contract, so that the desk and the server cannot disagree."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from services.contracts.people import PersonFields
from services.contracts.tickets import TicketFields


@cache
def ticket_limits() -> dict[str, int]:
    """Returns the most characters of each text field of a ticket."""
    return _limits(TicketFields)


@cache
def person_limits() -> dict[str, int]:
    """Returns the most characters of each text field of a person."""
    return _limits(PersonFields)


def _limits(message: type[BaseModel]) -> dict[str, int]:
    properties: dict[str, Any] = message.model_json_schema()["properties"]
    found: dict[str, int] = {}
    for name, schema in properties.items():
        for part in schema.get("anyOf", [schema]):
            if part.get("type") == "string" and "maxLength" in part:
                found[name] = int(part["maxLength"])
    return found
