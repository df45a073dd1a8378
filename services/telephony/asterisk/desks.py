"""The agents' telephones, as the exchange has to know them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Desk:
    """An agent's telephone. ``skills`` are keys with levels."""

    account_id: str
    extension: str
    skills: Sequence[tuple[str, int]] = ()


Directory = Callable[[], tuple[Sequence[Desk], frozenset[str]]]
"""Returns everybody who has a telephone, and every skill that has a queue."""
