"""Reads lists that the server gives page by page."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from services.contracts.common import Page

Item = TypeVar("Item")


def pages(fetch: Callable[[str | None], Page[Item]]) -> Iterator[Page[Item]]:
    """Yields all pages of a list, each as it is asked for.

    Args:
        fetch: gives the page that a cursor points to, ``None`` for the first.
    """
    cursor: str | None = None
    while True:
        page = fetch(cursor)
        yield page
        cursor = page.next
        if cursor is None:
            return


def items(fetch: Callable[[str | None], Page[Item]]) -> Iterator[Item]:
    """Yields all that a list has."""
    for page in pages(fetch):
        yield from page.items


def first_items(fetch: Callable[[str | None], Page[Item]], most: int) -> tuple[list[Item], bool]:
    """Returns whole pages of a list until there are ``most`` items, and whether there is more."""
    found: list[Item] = []
    for page in pages(fetch):
        found += page.items
        if len(found) >= most:
            return found, page.next is not None
    return found, False
