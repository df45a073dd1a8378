"""How the titles of tickets sound, as the index of words keeps it, and what is looked up for typed letters.

Initials are kept three at a time (``噪音扰民`` → ``0zyr 0yrm``), whole pinyin two syllables at a time (``1zaoyin 1yinrao 1raomin``).
Letters may be cut into syllables in more ways than one (``xianshi``: 县市, 西安市): each of the likeliest is looked up.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from services import pinyin
from services.server.sounds import initials_of

_LEAST = 4
"""Of fewer letters too many titles sound alike."""
_WAYS = 3
"""Of cutting letters into syllables, those with the fewest syllables."""
_MOST_TRIED = 200
_NO_INITIAL = re.compile("[iuv]")
_VOWEL = re.compile("[aeiouv]")


class Sound(NamedTuple):
    """One word of the index; ``ends`` are the words it stands for where its last syllable may go on, itself among them."""

    word: str
    ends: tuple[str, ...] = ()


def of_title(runs: list[str]) -> list[str]:
    """Returns how a title sounds, each word once, given its runs of Chinese characters."""
    found: dict[str, None] = {}
    for han in runs:
        if len(han) >= _LEAST:
            for initials in initials_of(han):
                threes = _threes(initials)
                found.update(
                    dict.fromkeys(threes if initials.isalpha() else [each for each in threes if each[1:].isalpha()])
                )
        syllables = pinyin.syllables(han)
        whole = "".join(syllables)
        pairs = ["1" + first + second for first, second in pairwise(syllables)]
        if not whole.isascii():
            pairs = [each for each in pairs if each.isascii()]
        found.update(dict.fromkeys(map(_typed, pairs) if "ve" in whole else pairs))
    return list(found)


@lru_cache(maxsize=512)
def of_letters(term: str) -> tuple[tuple[Sound, ...], ...]:
    """Returns what letters may be the sound of: sounds that all must occur, in each way that they can be read."""
    if len(term) < _LEAST or not (term.isascii() and term.isalpha()):
        return ()
    found: dict[tuple[Sound, ...], None] = {}
    if not _NO_INITIAL.search(term):
        found[tuple(Sound(three) for three in _threes(term))] = None
    for *whole, last in _cut(_typed(term)):
        pairs = dict.fromkeys(f"1{first}{second}" for first, second in pairwise(whole))
        word = f"1{whole[-1]}{last}"
        ends = tuple(f"1{whole[-1]}{syllable}" for syllable in _beginning(last))
        found[(*map(Sound, pairs), Sound(word, ends if ends != (word,) else ()))] = None
    return tuple(found)


def _threes(letters: str) -> list[str]:
    return [f"0{letters[at : at + 3]}" for at in range(len(letters) - 2)]


def _cut(letters: str) -> list[tuple[str, ...]]:
    """Returns the ways to cut letters into two syllables and more, the shortest first.

    The last syllable is unfinished only where no way with as few syllables has it whole.
    """
    found: list[tuple[str, ...]] = []
    has_whole = False
    # By the number of syllables, so that no long text is tried in all its thousands of ways.
    tried: list[tuple[tuple[str, ...], str]] = [((), letters)]
    while tried and len(found) < _WAYS:
        ways = [(*before, rest) for before, rest in tried if before and _beginning(rest)]
        whole = [way for way in ways if way[-1] in _syllables()]
        has_whole = has_whole or bool(whole)
        found += whole if has_whole else ways
        tried = [
            ((*before, rest[:length]), rest[length:])
            for before, rest in tried
            for length in range(min(_longest(), len(rest) - 1), 0, -1)
            if rest[:length] in _syllables()
        ][:_MOST_TRIED]
    return found[:_WAYS]


@cache
def _syllables() -> frozenset[str]:
    return frozenset(_typed(syllable) for syllable in pinyin.all_syllables() if _VOWEL.search(syllable))


@cache
def _longest() -> int:
    return max(map(len, _syllables()))


@lru_cache(maxsize=512)
def _beginning(letters: str) -> tuple[str, ...]:
    return tuple(sorted(each for each in _syllables() if each.startswith(letters)))


def _typed(letters: str) -> str:
    """Returns letters as they are compared: for ``lüe`` some type ``lve`` and some ``lue``."""
    return letters.replace("ve", "ue")
