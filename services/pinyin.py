"""How Chinese is read, in pinyin without tones, by ``resources/readings``, which ``scripts/readings`` writes from pypinyin.

A text is cut into the longest phrases that are known, from the left; what belongs to none is read character by character. That
is what pypinyin does, and a test compares the two for each of its characters and phrases. pypinyin itself takes 55 MB and 0.2 s
to load, for lists and sets of small strings: here a character is a number in an array, and all phrases that begin with the same
character are one string that is searched.
"""

import re
from array import array
from functools import cache
from importlib.resources import files

_FIRST, _LAST = 0x3007, 0x323FF
"""Of the characters that may have a reading."""
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\ue815-\ue864\uf900-\ufaff\U00020000-\U000323ff"
_OTHERWISE = re.compile("([^,:]*):([^,]*)")
_RUNS = re.compile(f"([{_HAN}]+)|([^{_HAN}]+)")


def syllables(text: str) -> list[str]:
    """Returns the syllables of a text; runs of letters, digits and signs stay between them: ``["lu", "deng", "5", "hao"]``."""
    found: list[str] = []
    for han, other in _RUNS.findall(text):
        found += _tables().read(han) if han else [other]
    return found


def initials(text: str) -> str:
    """Returns the first letter of each syllable of a text; letters, digits and signs stay: ``ld5h``."""
    return "".join(
        "".join(syllable[0] for syllable in _tables().read(han)) if han else other for han, other in _RUNS.findall(text)
    )


def all_syllables() -> list[str]:
    """Returns every syllable that some character reads as."""
    return _tables().syllables()


class _Tables:
    """The tables. What is in them is never changed."""

    def __init__(self, characters: str, phrases: str) -> None:
        self._syllables = [""]
        self._of = array("H", bytes(2 * (_LAST - _FIRST + 1)))
        for number, line in enumerate(characters.splitlines(), 1):
            syllable, read_so = line.split(" ")
            self._syllables.append(syllable)
            for character in read_so:
                self._of[ord(character) - _FIRST] = number
        self._phrases = {line[0]: line[1:] for line in phrases.splitlines()}
        """By their first character what follows in each, every one between commas: ``,城,久:chang jiu,``."""
        self._varied = frozenset(
            character
            for first, rest in self._phrases.items()
            for phrase, otherwise in _OTHERWISE.findall(rest)
            for character, syllable in zip(first + phrase, otherwise.split(" "), strict=True)
            if syllable != self._alone(character)
        )
        """Characters that read otherwise in some phrase; a text without any needs no cutting."""

    def syllables(self) -> list[str]:
        """Returns all syllables."""
        return self._syllables[1:]

    def read(self, han: str) -> list[str]:
        """Returns the syllables of Chinese characters; a character that has none stays."""
        if self._varied.isdisjoint(han):
            names, numbers = self._syllables, self._of
            return [names[numbers[ord(character) - _FIRST]] or character for character in han]
        found: list[str] = []
        at, all_of_it = 0, len(han)
        while at < all_of_it:
            length, otherwise = self._phrase(han, at, all_of_it)
            found += otherwise.split(" ") if otherwise else [self._alone(each) for each in han[at : at + length]]
            at += length
        return found

    def _alone(self, character: str) -> str:
        return self._syllables[self._of[ord(character) - _FIRST]] or character

    def _phrase(self, han: str, at: int, all_of_it: int) -> tuple[int, str]:
        """Returns the length of the longest phrase that begins here, and its syllables where they are not its characters' own.

        Where all that is left begins a phrase and none ends in it, pypinyin reads it character by character.
        """
        known = self._phrases.get(han[at], "")
        if not known:
            return 1, ""
        length, otherwise, end = 0, "", at + 1
        while end < all_of_it:
            end += 1
            # They are sorted: the phrase that is nothing but this beginning comes first.
            found = known.find("," + han[at + 1 : end])
            if found < 0:
                return length or 1, otherwise
            after = found + end - at
            if known[after] == ",":
                length, otherwise = end - at, ""
            elif known[after] == ":":
                length, otherwise = end - at, known[after + 1 : known.index(",", after)]
        return length or all_of_it - at, otherwise


@cache
def _tables() -> _Tables:
    folder = files("resources").joinpath("readings")
    return _Tables(*(folder.joinpath(name).read_text(encoding="utf-8") for name in ("characters.txt", "phrases.txt")))
