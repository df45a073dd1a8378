"""Finding choices by a part of their name, of their path, or by the first letters of their sounds."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """Something to choose: a place, a category, a department."""

    key: str
    text: str
    path: str = ""
    """Where it is in its tree, for people: ``桂城街道 › 夏北社区``."""
    initials: str = ""
    """First letters of the sounds of ``text``, lower case: ``xbsq``."""


class ChoiceMatcher:
    """Finds choices; best first: whole, start, start of the sounds, inside, path. Within a rank in the order given."""

    def __init__(self, choices: Sequence[Choice], limit: int = 12) -> None:
        self._choices = choices
        self._limit = limit

    def __call__(self, typed: str) -> list[Choice]:
        """Returns what fits; the first choices of all for an empty text."""
        typed = typed.strip().casefold()
        if not typed:
            return list(self._choices[: self._limit])
        ranked = [(rank, place) for place, c in enumerate(self._choices) if (rank := _rank(c, typed)) is not None]
        return [self._choices[place] for _rank_, place in sorted(ranked)[: self._limit]]


def _rank(choice: Choice, typed: str) -> int | None:
    text = choice.text.casefold()
    tests = (
        text == typed or choice.key.casefold() == typed,
        text.startswith(typed),
        choice.initials.startswith(typed),
        typed in text,
        typed in choice.initials,
        all(word in f"{choice.path} {text}".casefold() for word in typed.split()),
    )
    return next((rank for rank, fits in enumerate(tests) if fits), None)
