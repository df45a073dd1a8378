"""The short way of a few routes that are asked for all day long.

FastAPI leads each request through its router, its exit stacks and its dependencies: measured, a third of the processor time
of a step. Here a request whose parts are all as the route wants them goes straight to the endpoint. Any other goes FastAPI's
way, which finds what is wrong and says so: a shortcut refuses nothing by itself but what the entrance or the endpoint refuse.
"""

import re
from collections.abc import Mapping
from typing import Any, cast

from annotated_types import MaxLen
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.errors import AppError
from services.server.problems import from_database, from_http, problem
from services.server.work import language_of

_JSON = "application/json"
_ID = re.compile(r"[0-9a-zA-Z_-]{1,64}")


class Shortcut:
    """A route whose endpoint is asynchronous and takes ids in its path, a JSON body, and what one dependency lets in.

    Args:
        route: what FastAPI has found out about it is all that is needed.
    """

    def __init__(self, route: APIRoute) -> None:
        (entrance,) = route.dependant.dependencies
        body = cast(Any, route.body_field)
        self.route = route
        self._methods = route.methods or set()
        self._enter = cast(Any, entrance.call)
        self._entered = cast(str, entrance.name)
        self._body = body.name
        self._message: TypeAdapter[Any] = TypeAdapter(body.field_info.annotation)
        self._headers = [(field.name, field.alias, _longest(field)) for field in entrance.header_params]
        self._request = route.dependant.request_param_name

    def match(self, method: str, path: str) -> Mapping[str, str] | None:
        """Returns the ids in the path; nothing where it is another route's or no route's."""
        found = self.route.path_regex.match(path) if method in self._methods else None
        if found is None:
            return None
        ids = found.groupdict()
        return ids if all(map(_ID.fullmatch, ids.values())) else None

    async def answer(self, request: Request, ids: Mapping[str, str]) -> Response | None:
        """Answers a request whose body has been read; nothing, and nothing is done, where a part is not as it should be."""
        try:
            parts = await self._parts(request)
            if parts is None:
                return None
            headers, message = parts
            values = {**ids, self._body: message, self._entered: await self._enter(request, **headers)}
            if self._request:
                values[self._request] = request
            return cast(Response, await cast(Any, self.route.endpoint)(**values))
        except AppError as error:
            return problem(error, language_of(request))
        except DBAPIError as error:
            return problem(from_database(error), language_of(request))
        except HTTPException as error:
            return problem(from_http(error), language_of(request))

    async def _parts(self, request: Request) -> tuple[dict[str, str], Any] | None:
        headers = request.headers
        if headers.get("content-type") != _JSON:
            return None
        given = {}
        for name, alias, longest in self._headers:
            value = headers.get(alias)
            if value is not None:
                if len(value) > longest:
                    return None
                given[name] = value
        try:
            return given, self._message.validate_json(await request.body())
        except ValidationError:
            return None


def _longest(field: Any) -> int:
    return next(int(each.max_length) for each in field.field_info.metadata if isinstance(each, MaxLen))
