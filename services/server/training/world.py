"""What the simulated callers of the training district are made of, from ``resources/training``."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from services.contracts.people import Person
from services.telephony.day import Citizen, Scenario, World


def scenarios() -> list[Scenario]:
    """Returns the subjects that people call about."""
    entries: list[dict[str, Any]] = tomllib.loads(_text("scenarios.toml"))["scenario"]
    return [
        Scenario(
            key=entry["key"],
            skill=entry["skill"],
            lines=tuple(entry["lines"]),
            title=entry["title"],
            weight=entry["weight"],
            months={int(month): factor for month, factor in entry.get("months", {}).items()},
            details=tuple(entry.get("details", ())),
            elderly=entry.get("elderly", False),
            satisfaction=entry.get("satisfaction", 4),
            talk_seconds=entry["talk_seconds"],
            language=entry.get("language", ""),
        )
        for entry in entries
    ]


def world(persons: Sequence[Person], places: Mapping[str, tuple[str, str]], zone: ZoneInfo) -> World:
    """Returns the world of a district.

    Args:
        persons: the citizens it knows.
        places: town and village by name, by the village's code.
        zone: the district's.
    """
    words = tomllib.loads(_text("words.toml"))
    return World(
        scenarios=scenarios(),
        zone=zone,
        citizens=[citizen(person, places) for person in persons if person.numbers],
        surnames=words["surnames"],
        titles=words["titles"],
        places=list(places.values()),
    )


def citizen(person: Person, places: Mapping[str, tuple[str, str]]) -> Citizen:
    """Returns a known citizen as a caller."""
    town, village = places.get(person.village, ("", ""))
    return Citizen(person.numbers[0], person.name, town, village)


def _text(name: str) -> str:
    return files("resources").joinpath("training", name).read_text(encoding="utf-8")
