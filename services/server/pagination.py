"""Cursors of listings: where a page ended, as text that a client hands back without looking inside.

A cursor is the sort key of the last row. The next page is "rows after this key", so a listing neither repeats nor skips
a row when others are added in between, and page 1,000 costs as much as page 1::

    after = decode_cursor(cursor, (datetime, str)) if cursor else None
    rows = repository.page(tx.connection, after, limit)
    page = page_of(rows, limit, lambda row: (row.created_at, row.id))
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import orjson

from services.contracts.common import Page
from services.errors import AppError

Item = TypeVar("Item")

MAX_CURSOR = 300
"""Longest cursor a route accepts, in characters."""


def encode_cursor(key: Sequence[str | int | float | datetime]) -> str:
    """Returns the cursor of a sort key."""
    return base64.urlsafe_b64encode(orjson.dumps([_plain(part) for part in key])).rstrip(b"=").decode()


def decode_cursor(cursor: str, kinds: Sequence[type]) -> tuple[Any, ...]:
    """Returns the sort key of a cursor; ``kinds`` are the types of its parts.

    Raises:
        AppError: ``bad_cursor`` (400) where the text is not a cursor of this listing.
    """
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        if not isinstance(parts, list):
            raise TypeError(cursor)
        return tuple(_typed(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, TypeError, binascii.Error, OverflowError) as error:
        raise AppError("bad_cursor", status=400) from error


def page_of(
    items: Sequence[Item], limit: int, key: Callable[[Item], Sequence[str | int | float | datetime]]
) -> Page[Item]:
    """Returns a page from rows that were asked for with ``limit + 1``: the extra row only says that there is a next page."""
    more = len(items) > limit
    shown = list(items[:limit])
    return Page(items=shown, next=encode_cursor(key(shown[-1])) if more and shown else None)


def _plain(part: str | int | float | datetime) -> str | int | float:
    return part.astimezone(UTC).isoformat() if isinstance(part, datetime) else part


def _typed(part: Any, kind: type) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None:
            raise ValueError(part)
        return moment
    if kind is float and type(part) is int:
        return float(part)
    # ``type`` and not ``isinstance``: True is an int to Python, and not a key. SQLite's integers end at 63 bits.
    if type(part) is not kind:
        raise TypeError(kind)
    if (isinstance(part, int) and not -(2**63) <= part < 2**63) or (isinstance(part, str) and "\x00" in part):
        raise ValueError(kind)
    return part
