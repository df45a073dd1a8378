"""What a ticket that the index of words has found is tested for, in SQL."""

from typing import Any

from services.server.tickets import search


def names_nobody(typed: tuple[str, ...], values: dict[str, Any]) -> list[str]:
    """Returns tests that leave out confidential tickets where what was typed is a part of who asked, or names them.

    Otherwise a search would tell who asked, one guess after another.
    """
    values |= {f"typed{n}": chunk for n, chunk in enumerate(typed)}
    asked = (
        "tickets.caller_name || ' ' || tickets.caller_number || ' ' || tickets.contact_number || ' ' || tickets.detail"
    )
    found = [
        f"{asked} LIKE '%' || :typed{n} || '%' OR :typed{n} LIKE '%' || coalesce(nullif({column}, ''), ' ') || '%'"
        for n in range(len(typed))
        for column in ("tickets.caller_name", "tickets.caller_number", "tickets.contact_number", "tickets.detail")
    ]
    if not found:
        return []
    return [f"NOT (tickets.confidential AND tickets.created_by_id <> :viewer AND ({' OR '.join(found)}))"]


def confirm(words: search.Words, values: dict[str, Any], is_sqlite: bool) -> list[str]:
    """Returns tests for what must stand so in the text itself, or in the place where that is known to all."""
    values |= {f"piece{n}": piece for n, piece in enumerate(words.confirm)}
    find = "instr" if is_sqlite else "strpos"
    return [
        f"({find}(tickets.title, :piece{n}) > 0 OR {find}(tickets.content, :piece{n}) > 0 OR NOT tickets.confidential"
        f" AND ({find}(tickets.detail, :piece{n}) > 0 OR {find}(tickets.grid, :piece{n}) > 0))"
        for n in range(len(words.confirm))
    ]
