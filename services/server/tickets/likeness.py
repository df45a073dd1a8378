"""Finds tickets of the last days that may be about the same matter, while one is being typed.

Candidates come from three or four short walks along indexes (same person, same number, same place, same category), never from
all tickets; their texts are then compared in memory. From which likeness on one is shown is the district's to say
(``intake.rules``); of two unrelated Chinese texts it is 0.1 to 0.35.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import bindparam, func, select

from services.contracts.intake import IntakeRules
from services.contracts.tickets import LikenessQuery
from services.server.intake import rules as intake
from services.server.matters.read import MOST
from services.server.matters.tables import matters
from services.server.prepared import Prepared
from services.server.tickets import repository, scope, view
from services.server.tickets.tables import key_at, tickets
from services.server.transaction import Actor, Transaction

DAYS = 30
"""How far back a ticket is looked for."""
RECENT = timedelta(days=3)
SHOWN = 8
_OWN, _NEAR = 30, 100
_COMPARED = 240

_OF_CITIZEN = frozenset({"person_id", "caller_number"})
_WEIGHTS = {"same_person": 0.4, "same_place": 0.15, "similar_text": 0.35, "same_category": 0.05, "recent": 0.05}

_c = tickets.c
# What is compared; the rows that are shown are read afterwards, and they are few.
_COMPARED_COLUMNS = (
    *(_c.key, _c.id, _c.person_id, _c.caller_number, _c.town, _c.village, _c.category, _c.title),
    *(_c.confidential, _c.created_by_id, _c.created_at, func.substr(_c.content, 1, _COMPARED).label("content")),
    # Whose it is, and what is hidden of a confidential one.
    *(_c.unit, _c.assisting, _c.return_count, _c.caller_name, _c.contact_number, _c.detail),
)
_WALKS = {
    name: Prepared(
        select(*_COMPARED_COLUMNS)
        .where(_c[name] == bindparam("value"), _c.key >= bindparam("since"))
        .order_by(_c.key.desc())
        .limit(bindparam("most"))
    )
    for name in ("person_id", "caller_number", "village", "town", "category")
}
# Asked at each pause in typing, so without how many they are: counting the voices reads every ticket that was ever merged.
_KNOWN = Prepared(
    select(*_COMPARED_COLUMNS, matters.c.words, matters.c.categories.label("of"), matters.c.places.label("at"))
    .join(matters, matters.c.ticket_key == _c.key)
    .where(matters.c.open)
    .order_by(matters.c.opened_at.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class _Like:
    row: Any
    score: float
    reasons: list[str]


def find(tx: Transaction, wanted: LikenessQuery) -> list[dict[str, Any]]:
    """Returns likely duplicates, most likely first, as plain data (:class:`Likeness`).

    A confidential ticket is never found by its person or number, nor by what it says of them, for somebody who may not know
    who asked. Who only handles finds what they may see.
    """
    rules = intake.in_force(tx)
    known = {row.id: row for row in _KNOWN.all(tx.connection, {"most": MOST})}
    likes = [like for row in _candidates(tx, wanted) if (like := _compare(tx, rules, wanted, row)) is not None]
    likes += _of_matters(tx.actor, rules, wanted, known.values(), {like.row.key for like in likes})
    if scope.only_handles(tx.actor):
        likes = [like for like in likes if scope.may_see(tx, like.row)]
    likes.sort(key=lambda like: (like.row.id in known, like.score, like.row.key), reverse=True)
    likes = likes[:SHOWN]
    found = repository.rows(tx.connection, [like.row.key for like in likes])
    rows = view.rows(tx.actor, (found[like.row.key] for like in likes))
    return [
        {
            "ticket": row,
            "score": round(like.score, 3),
            "reasons": ["known_matter", *like.reasons] if like.row.id in known else like.reasons,
            "words": known[like.row.id].words if like.row.id in known else "",
        }
        for row, like in zip(rows, likes, strict=True)
    ]


def _of_matters(
    actor: Actor, rules: IntakeRules, wanted: LikenessQuery, known: Iterable[Any], found: Collection[int]
) -> list[_Like]:
    """Returns what many ask about and may be meant here: of a matter less likeness is enough, because many ask about it."""
    likes, enough = [], rules.alike_matter / 100
    for row in known:
        similarity = _similarity(actor, wanted, row)
        places, categories = row.at.split(), row.of.split()
        is_near = _same_place(wanted, row) or (bool(wanted.town) and row.town == wanted.town)
        if places:
            is_near = is_near or bool({wanted.town, wanted.village} & set(places))
        same_category = bool(wanted.category) and (
            row.category[:4] == wanted.category[:4] or any(wanted.category.startswith(code) for code in categories)
        )
        if row.key in found or not (similarity >= enough or (same_category and is_near)):
            continue
        reasons = {
            "same_place": is_near,
            "similar_text": similarity >= enough,
            "same_category": same_category,
        }
        likes.append(_Like(row, similarity, [reason for reason, holds in reasons.items() if holds]))
    return likes


def _candidates(tx: Transaction, wanted: LikenessQuery) -> Iterable[Any]:
    walks = (
        ("person_id", wanted.person_id, _OWN),
        ("caller_number", wanted.caller_number, _OWN),
        ("village", wanted.village, _NEAR) if wanted.village else ("town", wanted.town, _NEAR),
        ("category", wanted.category, _NEAR),
    )
    since = key_at(tx.now - timedelta(days=DAYS))
    found: dict[int, Any] = {}
    for name, value, most in walks:
        if value:
            values = {"value": value, "since": since, "most": most}
            rows = _WALKS[name].all(tx.connection, values)
            # One that was met by its citizen alone would confirm a guess, however it looks otherwise.
            found |= {row.key: row for row in rows if name not in _OF_CITIZEN or not view.is_hidden(tx.actor, row)}
    return (row for row in found.values() if row.id != wanted.ticket_id)


def _compare(tx: Transaction, rules: IntakeRules, wanted: LikenessQuery, row: Any) -> _Like | None:
    same_person = not view.is_hidden(tx.actor, row) and bool(
        (wanted.person_id and row.person_id == wanted.person_id)
        or (wanted.caller_number and row.caller_number == wanted.caller_number)
    )
    same_place = _same_place(wanted, row)
    similarity = _similarity(tx.actor, wanted, row)
    is_alike = similarity >= rules.alike_near / 100
    if not (same_person or (same_place and is_alike) or similarity >= rules.alike_alone / 100):
        return None
    reasons = {
        "same_person": same_person,
        "same_place": same_place,
        "similar_text": is_alike,
        "same_category": bool(wanted.category) and row.category == wanted.category,
        "recent": tx.now - row.created_at <= RECENT,
    }
    score = sum(
        _WEIGHTS[reason] * (similarity if reason == "similar_text" else 1) for reason, holds in reasons.items() if holds
    )
    return _Like(row, score, [reason for reason, holds in reasons.items() if holds])


def _same_place(wanted: LikenessQuery, row: Any) -> bool:
    if wanted.village:
        return bool(row.village == wanted.village)
    return bool(wanted.town) and row.town == wanted.town


def _similarity(actor: Actor, wanted: LikenessQuery, row: Any) -> float:
    """Returns how alike two matters read, 0 to 1: the better of titles and contents, as far as they are seen."""
    theirs = (row.title, row.content)
    if view.is_hidden(actor, row):
        theirs = (view.without_identity(row.title, row), view.without_identity(row.content, row))
    pairs = zip((wanted.title, wanted.content[:_COMPARED]), theirs, strict=True)
    return max((fuzz.ratio(mine, other) / 100 for mine, other in pairs if len(mine) > 3 and len(other) > 3), default=0)
