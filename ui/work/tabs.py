"""The lists of a page, and what one reading of the server brings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from services.contracts.lifecycle import WorkRow


@dataclass(frozen=True)
class Tab:
    """One list of a page.

    Attributes:
        key: its name.
        title: what people read.
        empty: what its empty table says: what that means and what to do.
        urgent: whether its count is red while it is not zero.
    """

    key: str
    title: Callable[[], str]
    empty: Callable[[], str]
    urgent: bool = False


@dataclass(frozen=True)
class Reading:
    """What was read: the rows of one list and how much stands in each.

    Attributes:
        unfinished: tickets for which something is typed on this machine.
        unsent: tickets that have a step on its way.
    """

    tab: str
    rows: Sequence[WorkRow]
    counts: Mapping[str, int]
    more: bool = False
    fresh: bool = True
    unfinished: frozenset[str] = field(default_factory=frozenset)
    unsent: frozenset[str] = field(default_factory=frozenset)
