"""Where widgets keep small things that a person arranged: columns, widths, sort, split positions."""

from typing import Protocol


class Remember(Protocol):
    """Short texts by key, for one person on one machine. Losing them costs convenience, never work."""

    def get(self, key: str) -> str | None:
        """Returns what was kept under a key, ``None`` where nothing was."""
        ...

    def put(self, key: str, value: str) -> None:
        """Keeps a text under a key; never raises and may write later."""
        ...


class InMemory:
    """Remembers until the program ends; for tests and for a machine that cannot write."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Returns what was kept under a key."""
        return self._kept.get(key)

    def put(self, key: str, value: str) -> None:
        """Keeps a text under a key."""
        self._kept[key] = value
