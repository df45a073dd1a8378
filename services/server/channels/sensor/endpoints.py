"""Routes for the register of sensors."""

from typing import Annotated, Any

from fastapi import Query, Response

from services.contracts.accounts import Permission
from services.contracts.channels import SensorChange, SensorEntry
from services.contracts.common import Page
from services.errors import InvalidFields
from services.server.channels.sensor import repository
from services.server.pagination import MAX_CURSOR, decode_cursor, page_of
from services.server.routes import Router
from services.server.tickets import catalogue
from services.server.transaction import Transaction
from services.server.work import Work, reads, writes

router = Router(tags=["channels"])


@router.get("/v1/sensors", response_model=Page[SensorEntry], summary="The register of sensors")
def list_sensors(
    work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)],
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 100,
) -> Response:
    """Gives sensors by id, with their places and who their alarms go to."""

    def listed(tx: Transaction) -> Page[SensorEntry]:
        after = decode_cursor(cursor, (str,))[0] if cursor else ""
        rows = repository.listed(tx.connection, after, limit + 1)
        return page_of([SensorEntry(**row._mapping) for row in rows], limit, lambda entry: (entry.id,))

    return work.read(listed)


@router.put("/v1/sensors", response_model=list[SensorEntry], summary="Write sensors into the register")
def put_sensors(change: SensorChange, work: Annotated[Work, writes(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Adds sensors, or replaces those of the same id."""

    def put(tx: Transaction) -> list[SensorEntry]:
        problems: dict[str, tuple[str, dict[str, Any]]] = {}
        for number, entry in enumerate(change.sensors):
            found = catalogue.problems_of_place(tx, entry.town, entry.village)
            problems |= {f"sensors.{number}.{name}": problem for name, problem in found.items()}
        if problems:
            raise InvalidFields(problems)
        entries = {entry.id: entry for entry in change.sensors}
        repository.put(tx.connection, [entry.model_dump() for entry in entries.values()])
        return list(entries.values())

    return work.write(put)
