"""Rules for scorecards, and the training district's scorecard."""

import tomllib
from importlib.resources import files
from typing import Any

from services.contracts.quality import NewScorecard, Scorecard
from services.contracts.scoring import faults
from services.errors import Conflict, InvalidFields
from services.server.quality import repository
from services.server.transaction import Transaction


def listing(tx: Transaction) -> list[Scorecard]:
    """Returns the newest version of each scorecard; the first is the one that new evaluations are made with."""
    return repository.list_scorecards(tx.connection)


def create(tx: Transaction, new: NewScorecard) -> Scorecard:
    """Keeps a new scorecard, or the next version of the one with the same name."""
    found = faults(new.sections, [item.key for item in new.fatal])
    if found:
        raise InvalidFields({"sections": ("scorecard_fault", {"fault": ", ".join(found[:5])})})
    earlier = repository.find_scorecard(tx.connection, new.id)
    if earlier is not None:
        raise Conflict("already_exists", what=new.name)
    scorecard = Scorecard(
        id=new.id,
        name=new.name,
        version=repository.last_version(tx.connection, new.name) + 1,
        sections=[section.model_copy() for section in new.sections],
        fatal=[item.model_copy() for item in new.fatal],
    )
    repository.add_scorecard(tx.connection, scorecard, tx.now, tx.actor.name)
    return scorecard


def seed(tx: Transaction) -> None:
    """Keeps the training district's scorecard where there is none."""
    if not repository.list_scorecards(tx.connection):
        create(tx, training_scorecard())


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
            "id": entry.get("id", "training"),
            "name": entry["name"],
            "sections": sections,
            "fatal": entry.get("fatal", []),
        }
    )
