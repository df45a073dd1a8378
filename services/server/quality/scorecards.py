"""Rules for the scorecard in its versions, and the training district's scorecard."""

import tomllib
from importlib.resources import files
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from services.contracts.quality import NewScorecard, Scorecard, ScorecardHistory
from services.contracts.scoring import faults
from services.errors import StaleVersion
from services.server import versions
from services.server.quality import repository
from services.server.transaction import Transaction

_SHOWN = 200


def in_force(tx: Transaction) -> list[Scorecard]:
    """Returns the version that new evaluations are made with; nothing where none is in force yet."""
    found = repository.scorecard_in_force(tx.connection, tx.now)
    return [found] if found is not None else []


def history(tx: Transaction) -> ScorecardHistory:
    """Returns the newest versions, the newest first."""
    return ScorecardHistory(items=repository.list_scorecards(tx.connection, _SHOWN))


def set_scorecard(tx: Transaction, new: NewScorecard) -> Scorecard:
    """Adds a version, in force from its moment on. Evaluations begun before keep theirs, and so do their scores.

    Raises:
        StaleVersion: somebody has added one since.
        InvalidFields: it would change the past, or contradicts itself.
    """
    last = repository.last_version(tx.connection)
    versions.refuse_stale(tx, last, history)
    found = faults(new.sections, [item.key for item in new.fatal])
    wrong: dict[str, tuple[str, dict[str, Any]]] = {}
    if found:
        wrong["sections"] = ("scorecard_fault", {"fault": ", ".join(found[:5])})
    scorecard = Scorecard(
        id=uuid4().hex,
        name=new.name,
        version=last + 1,
        effective_from=versions.begins(tx, new.effective_from, wrong),
        created_by=tx.actor.name,
        sections=[section.model_copy() for section in new.sections],
        fatal=[item.model_copy() for item in new.fatal],
    )
    try:
        with tx.attempt():
            repository.add_scorecard(tx.connection, scorecard, tx.now)
    except IntegrityError:
        raise StaleVersion(history(tx).model_dump(mode="json")) from None
    return scorecard


def seed(tx: Transaction) -> None:
    """Keeps the training district's scorecard where there is none."""
    if not repository.last_version(tx.connection):
        set_scorecard(tx, training_scorecard())


def training_scorecard() -> NewScorecard:
    """Returns the scorecard of ``resources/training/scorecard.toml``."""
    text = files("resources").joinpath("training/scorecard.toml").read_text(encoding="utf-8")
    return from_toml(tomllib.loads(text))


def from_toml(entry: dict[str, Any]) -> NewScorecard:
    """Returns a scorecard from its file's form: ``[[section]]`` with ``[[section.question]]``, and ``[[fatal]]``."""
    sections = [
        {"questions": section["question"], **{k: v for k, v in section.items() if k != "question"}}
        for section in entry["section"]
    ]
    return NewScorecard.model_validate(
        {
            "name": entry["name"],
            "sections": sections,
            "fatal": entry.get("fatal", []),
        }
    )
