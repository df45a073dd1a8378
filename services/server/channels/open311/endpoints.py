"""Routes of Open311 GeoReport v2, in the forms and with the errors of its specification."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import anyio.to_thread
from fastapi import Depends, Header, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AwareDatetime, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException

from services.contracts.open311 import (
    Created,
    Discovery,
    Endpoint,
    Fault,
    Form,
    Service,
    ServiceDefinition,
    ServiceRequest,
    TokenAnswer,
)
from services.errors import AppError, NotFound, sentence
from services.server.channels import words
from services.server.channels.open311 import intake, reading, services
from services.server.channels.open311.entrance import ByApiKey, Public, Visitor, writer
from services.server.channels.open311.forms import Sent, answer
from services.server.channels.open311.reading import Asked, Reader
from services.server.channels.open311.services import Offers
from services.server.channels.protocol import Receipt
from services.server.problems import from_http, from_validation
from services.server.routes import Route, Router
from services.server.tickets import repository as tickets
from services.server.work import language_of

_ROOT = "/open311/v2"
UPLOADS = (r"/open311/v2/requests(/[^/]+/comments)?\.(json|xml)",)
_SPAN = timedelta(days=90)
_MOST = 1_000
_CHANGED = datetime(2026, 11, 24, tzinfo=UTC)
"""When the form of what is spoken here last changed."""


class Open311Route(Route):
    """A route whose refusals have the form of the specification: a list of errors, as JSON or XML."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wraps the handler."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await handle(request)
            except AppError as error:
                return _faults(request, error)
            except RequestValidationError as error:
                return _faults(request, from_validation(error))
            except HTTPException as error:
                return _faults(request, from_http(error))

        return handler


def _faults(request: Request, error: AppError) -> Response:
    language = language_of(request)
    # The specification knows 400 for all that is missing or wrong in a request.
    status = 400 if error.status == 422 else error.status
    faults = [
        Fault(code=status, description=f"{name}: {sentence(code, language, details)}")
        for name, (code, details) in error.fields.items()
    ]
    if not faults:
        faults = [Fault(code=status, description=sentence(error.code, language, error.details))]
    form = Form.XML if request.url.path.endswith(".xml") else Form.JSON
    response = answer(form, "errors", faults, status)
    if error.details.get("retry_after"):
        response.headers["retry-after"] = str(error.details["retry_after"])
    return response


router = Router(tags=["open311"], route_class=Open311Route)

_Form = Annotated[Form, Path(description="`json` or `xml`.")]
_Visitor = Annotated[Visitor, Depends(Public())]
_Jurisdiction = Annotated[str, Query(max_length=60, description="The district among others; may be left out.")]
_ApiKey = Annotated[str, Query(max_length=200, description="With it, a client's own requests are given in full.")]
_Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", pattern=r"^[0-9A-Za-z_.:-]{1,100}$", description="Tells equal requests apart."),
]
_Extensions = Annotated[bool, Query(description="Adds status history and comments as `extended_attributes`.")]


def _spoken(model: Any, what: str, status: int = 200) -> dict[str, Any]:
    """Says of a route what it answers in both forms."""
    fault = {"type": "array", "items": Fault.model_json_schema()}
    return {
        "response_model": model,
        "status_code": status,
        "responses": {
            status: {"description": what, "content": {"text/xml": {"schema": {"type": "string"}}}},
            "default": {
                "description": "What is wrong.",
                "content": {"application/json": {"schema": fault}, "text/xml": {"schema": {"type": "string"}}},
            },
        },
    }


@router.get(f"{_ROOT}/discovery.{{form}}", summary="Discovery", **_spoken(Discovery, "Where what is spoken."))
def get_discovery(request: Request, form: _Form, visitor: _Visitor) -> Response:
    """Gives the service discovery document."""
    url = str(request.base_url).rstrip("/") + _ROOT
    endpoint = Endpoint(specification="http://wiki.open311.org/GeoReport_v2", url=url, changeset=_CHANGED)
    wanted = visitor.wanted
    found = Discovery(changeset=_CHANGED, contact=wanted.contact, key_service=wanted.key_service, endpoints=[endpoint])
    return answer(form, "discovery", found)


@router.get(f"{_ROOT}/services.{{form}}", summary="Services", **_spoken(list[Service], "What can be asked for."))
def list_services(form: _Form, visitor: _Visitor, jurisdiction_id: _Jurisdiction = "") -> Response:  # noqa: ARG001 - read by the entrance
    """Gives what can be asked for: the categories of the district's catalogue."""
    kernel = visitor.kernel
    found = kernel.read(kernel.room(Offers).catalogue)
    return answer(form, "services", services.services(found, visitor.wanted, visitor.language))


@router.get(
    f"{_ROOT}/services/{{service_code}}.{{form}}",
    summary="One service",
    **_spoken(ServiceDefinition, "The questions of a service."),
)
def get_service(
    form: _Form,
    service_code: Annotated[str, Path(max_length=32, description="The service's code.")],
    visitor: _Visitor,
    jurisdiction_id: _Jurisdiction = "",  # noqa: ARG001 - read by the entrance
) -> Response:
    """Gives the questions that go with a service."""
    kernel = visitor.kernel
    found = kernel.read(kernel.room(Offers).catalogue)
    return answer(form, "service_definition", services.definition(found, visitor.wanted, service_code))


@router.post(
    f"{_ROOT}/requests.{{form}}", summary="New request", **_spoken(list[Created], "The request, or its token.", 201)
)
async def create_request(
    request: Request, form: _Form, given: Annotated[Sent, Depends(ByApiKey())], key: _Key = None
) -> Response:
    """Takes a form, a form with files (`media`), or XML. The same again on the same day is answered, not filed again."""

    def create() -> Response:
        visitor = writer(request, given)
        kernel = visitor.kernel
        found = kernel.read(kernel.room(Offers).catalogue)
        receipt = intake.take(kernel, visitor.wanted, found, visitor.client, given, key or "")
        return _created(form, visitor, receipt)

    return await anyio.to_thread.run_sync(create)


@router.post(
    f"{_ROOT}/requests/{{service_request_id}}/comments.{{form}}",
    summary="A further word on a request",
    **_spoken(list[Created], "The request.", 201),
)
async def add_comment(
    request: Request,
    form: _Form,
    service_request_id: Annotated[str, Path(max_length=20, description="The request's id.")],
    given: Annotated[Sent, Depends(ByApiKey())],
    key: _Key = None,
) -> Response:
    """An extension: takes `description`, and files as for a new request, for a request of the same client."""

    def create() -> Response:
        visitor = writer(request, given)
        receipt = intake.comment(visitor.kernel, visitor.client, service_request_id, given, key or "")
        return answer(form, "service_requests", [Created(service_request_id=receipt.number)], 201)

    return await anyio.to_thread.run_sync(create)


def _created(form: Form, visitor: Visitor, receipt: Receipt) -> Response:
    account = visitor.sent.get("account_id")[:100] or None
    if visitor.wanted.answer_with_token:
        made = Created(token=receipt.ticket_id, account_id=account)
    else:
        made = Created(service_request_id=receipt.number, account_id=account)
    return answer(form, "service_requests", [made], 201)


@router.get(f"{_ROOT}/requests.{{form}}", summary="Requests", **_spoken(list[ServiceRequest], "Requests."))
def list_requests(
    form: _Form,
    visitor: _Visitor,
    jurisdiction_id: _Jurisdiction = "",  # noqa: ARG001 - read by the entrance
    api_key: _ApiKey = "",  # noqa: ARG001 - read by the entrance
    service_request_id: Annotated[str, Query(max_length=4_000, description="Ids; then nothing else counts.")] = "",
    service_code: Annotated[str, Query(max_length=4_000, description="Codes of services.")] = "",
    start_date: Annotated[str, Query(max_length=40, description="Asked at or after, with an offset or `Z`.")] = "",
    end_date: Annotated[str, Query(max_length=40, description="Asked at or before.")] = "",
    status: Annotated[str, Query(max_length=40, description="`open`, `closed`, or both.")] = "",
    page: Annotated[int, Query(ge=1, le=10_000, description="An extension: which page.")] = 1,
    page_size: Annotated[int, Query(ge=1, le=_MOST, description="An extension: how many on a page.")] = _MOST,
    extensions: _Extensions = False,
) -> Response:
    """Gives requests, newest first: of 90 days, and 1,000 at most, unless the dates say otherwise."""
    now = visitor.kernel.clock.now()
    since, until = _moment("start_date", start_date), _moment("end_date", end_date)
    if until is None:
        until = now if since is None else max(since, min(since + _SPAN, now))
    asked = Asked(
        client=visitor.client,
        numbers=_listed("service_request_id", service_request_id),
        codes=_listed("service_code", service_code),
        since=since or until - _SPAN,
        until=until,
        closed=_closed(status),
        page=page,
        page_size=page_size,
    )
    return answer(form, "service_requests", _found(visitor, asked, extensions))


@router.get(
    f"{_ROOT}/requests/{{service_request_id}}.{{form}}",
    summary="One request",
    **_spoken(list[ServiceRequest], "The request."),
)
def get_request(
    form: _Form,
    service_request_id: Annotated[str, Path(max_length=20, description="The request's id.")],
    visitor: _Visitor,
    jurisdiction_id: _Jurisdiction = "",  # noqa: ARG001 - read by the entrance
    api_key: _ApiKey = "",  # noqa: ARG001 - read by the entrance
    extensions: _Extensions = False,
) -> Response:
    """Gives a request as a list of one, as the specification has it."""
    found = _found(visitor, Asked(visitor.client, numbers=[service_request_id]), extensions)
    if not found:
        raise NotFound("service_request_id")
    return answer(form, "service_requests", found)


@router.get(
    f"{_ROOT}/tokens/{{token}}.{{form}}", summary="The id behind a token", **_spoken(list[TokenAnswer], "The id.")
)
def get_token(
    form: _Form,
    token: Annotated[str, Path(max_length=64, description="As it was answered to a new request.")],
    visitor: _Visitor,
    jurisdiction_id: _Jurisdiction = "",  # noqa: ARG001 - read by the entrance
) -> Response:
    """Gives the id of the request that a token was answered for."""
    row = visitor.kernel.read(lambda tx: tickets.find(tx.connection, token))
    if row is None or row.channel != "open311":
        raise NotFound("token")
    return answer(form, "service_requests", [TokenAnswer(service_request_id=row.number, token=token)])


def _found(visitor: Visitor, asked: Asked, extensions: bool) -> list[ServiceRequest]:
    kernel = visitor.kernel

    def read(tx: Any) -> list[ServiceRequest]:
        offered, sentences = kernel.room(Offers).catalogue(tx), words.Sentences(tx.connection)
        reader = Reader(visitor.client, visitor.language, visitor.wanted, offered, sentences)
        rows = reading.find(tx.connection, asked)
        return reader.show(rows, reading.told(tx.connection, rows), tx.connection if extensions else None)

    return kernel.read(read)


_DATE: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


def _moment(name: str, value: str) -> datetime | None:
    if not value:
        return None
    try:
        # In an address, ``+`` is a space unless somebody escaped it.
        moment = _DATE.validate_python(value.replace(" ", "+"))
    except ValidationError as error:
        raise AppError("bad_request", status=400, details={"why": name}) from error
    if moment.year <= _EARLIEST.year:
        return _EARLIEST
    return _LATEST if moment.year >= _LATEST.year else moment.astimezone(UTC)


_EARLIEST, _LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _listed(name: str, value: str) -> list[str]:
    found = [part.strip() for part in value.split(",") if part.strip()]
    if len(found) > 200:
        raise AppError("bad_request", status=400, details={"why": name})
    return found


def _closed(value: str) -> bool | None:
    wanted = set(_listed("status", value))
    if wanted - {"open", "closed"}:
        raise AppError("bad_request", status=400, details={"why": "status"})
    return None if len(wanted) != 1 else wanted == {"closed"}
