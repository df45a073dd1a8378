"""Figures about the process for Prometheus, in a registry of its own so that two servers may live in one process."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import Scope

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """Counts requests by route and outcome, and how long they took. No label ever holds an id, a name or a number."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tongfu_requests", "Requests answered.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "tongfu_request_seconds", "Time to answer.", ["route"], buckets=_SECONDS, registry=self._registry
        )

    def gauge(self, name: str, help_text: str, read: Callable[[], float]) -> None:
        """Adds a figure that is asked for when Prometheus comes."""
        Gauge(name, help_text, registry=self._registry).set_function(read)

    def request(self, scope: Scope, status: int, seconds: float) -> None:
        """Counts one answered request under the template of its route, never under its path."""
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if route != "none" else "any"
        self._requests.labels(method, route, str(status)).inc()
        # An event stream lasts as long as its client; it says nothing about how fast the server answers.
        if route != "/v1/events":
            self._seconds.labels(route).observe(seconds)

    def page(self) -> bytes:
        """Returns all figures in Prometheus' text form."""
        return generate_latest(self._registry)
