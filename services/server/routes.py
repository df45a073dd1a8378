"""Routes that are made when they are first asked for.

FastAPI finds out what a route takes and gives when it is declared: 0.7 ms, and 0.17 s of each start for all of them. A shift
asks for a few dozen, and a route that is asked for pays its 0.7 ms once.
"""

import threading
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import compile_path

_ONE_AT_A_TIME = threading.RLock()


class Route(APIRoute):
    """Knows at once by what path and methods it is found; all else as soon as somebody looks at it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:
        self.path = path
        self.endpoint = endpoint
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)
        self.methods = {method.upper() for method in given.get("methods") or ("GET",)}
        self._given = given

    @property
    def is_made(self) -> bool:
        """Whether somebody has looked at more than how it is found."""
        return "_given" not in vars(self)

    def __getattr__(self, name: str) -> Any:
        """Makes the route; Python asks here only for what is not there yet."""
        with _ONE_AT_A_TIME:
            given = vars(self).pop("_given", None)
            if given is not None:
                super().__init__(self.path, self.endpoint, **given)
        if name not in vars(self):
            raise AttributeError(name)
        return vars(self)[name]


class Router(APIRouter):
    """The routes of a feature."""

    def __init__(self, *, route_class: type[Route] = Route, **given: Any) -> None:
        super().__init__(route_class=route_class, **given)
