"""A statement as PostgreSQL is sent it. Apart from what sends it: a console with its API embedded needs no psycopg, 5 MB."""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Statement(NamedTuple):
    """A statement with ``$1``, ``$2`` … and the values of these."""

    text: str
    parameters: Sequence[Any]
    is_ahead: bool = False
    """Whether its answer is kept until somebody asks for it (``Pipeline.known``)."""

    @property
    def asked(self) -> "Asked":
        """What tells it from other statements."""
        return self.text, tuple(self.parameters)


Asked = tuple[str, tuple[Any, ...]]
