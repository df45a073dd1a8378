"""How Chinese names sound: pinyin initials and whole pinyin, so that ``xbsq`` and ``xiabei`` find 夏北社区."""

from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from services import pinyin

_SURNAMES = {
    "区": "ou",
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "朴": "piao",
    "盖": "ge",
    "覃": "qin",
    "冼": "xian",
    "翟": "zhai",
    "缪": "miao",
    "尉": "wei",
    "燕": "yan",
    "宁": "ning",
    "召": "shao",
    "员": "yun",
    "繁": "po",
    "乐": "yue",
}
"""Surnames that are read otherwise than the same character elsewhere."""


_OTHER_INITIALS = str.maketrans(
    {
        "长": "c",
        "重": "c",
        "行": "h",
        "调": "t",
        "乐": "y",
        "传": "z",
        "藏": "z",
        "朝": "z",
        "单": "s",
        "弹": "t",
        "盛": "c",
    }
)
"""Of frequent characters that begin otherwise in many words than alone: 长期 ``cq``, 银行 ``yh``."""


class Sounds(NamedTuple):
    """``xbsq`` and ``xiabeishequ``; letters and digits of the name stay. ``ends`` are the places where a syllable ends."""

    initials: str
    whole: str
    ends: frozenset[int] = frozenset()


@lru_cache(maxsize=4096)
def sounds_of(name: str) -> Sounds:
    """Returns how the name of a place or thing sounds."""
    syllables = [_plain(syllable) for syllable in pinyin.syllables(name)]
    return Sounds(_plain(pinyin.initials(name)), "".join(syllables), frozenset(accumulate(map(len, syllables))))


def sounds_of_person(name: str) -> Sounds:
    """Returns how a person's name sounds; surnames have readings of their own (区 is ``ou``, 曾 ``zeng``)."""
    surname = _SURNAMES.get(name[:1])
    if surname is None:
        return sounds_of(name)
    rest = sounds_of(name[1:])
    return Sounds(surname[0] + rest.initials, surname + rest.whole)


def initials_of(words: str) -> tuple[str, ...]:
    """Returns a letter for each character of a text, read one by one; twice where characters have another frequent reading.

    Reading whole words takes ten times as long.
    """
    otherwise = words.translate(_OTHER_INITIALS)
    return tuple("".join(map(_initial, read)) for read in ((words, otherwise) if otherwise != words else (words,)))


@lru_cache(maxsize=16_384)
def _initial(character: str) -> str:
    return pinyin.initials(character)


def _plain(letters: str) -> str:
    return "".join(letters.lower().split())
