"""How titles sound, and what letters may be the sound of."""

import pytest

from services.server.tickets import search
from services.server.tickets.spelling import of_letters, of_title


def test_a_title_sounds_three_initials_and_two_syllables_at_a_time() -> None:
    assert of_title(["噪音扰民"]) == ["0zyr", "0yrm", "1zaoyin", "1yinrao", "1raomin"]
    assert of_title(["策略", "桥"]) == ["1celue"]
    assert of_title(["路㐂灯"]) == []


def test_letters_are_cut_into_syllables_in_each_likely_way() -> None:
    assert [[sound.word for sound in way] for way in of_letters("xianshi")] == [["1xianshi"], ["1xian", "1anshi"]]
    ((way,),) = of_letters("luduan")[:1]
    assert (way.word, way.ends) == ("1luduan", ())
    assert of_letters("celve") == of_letters("celue")


@pytest.mark.parametrize("letters", ["", "zao", "wechat", "路段", "abc1", "iiii"])
def test_what_is_no_two_syllables_is_not_looked_up(letters: str) -> None:
    assert all(sound.word.startswith("0") for way in of_letters(letters) for sound in way)


def test_the_last_syllable_may_be_unfinished_and_may_go_on() -> None:
    titles = {"噪音": ("zaoy", "zaoyi", "zaoyin"), "灶鹰": ("zaoy", "zaoyin", "zaoying"), "路段": ("ludu", "ludua")}
    for title, typed in titles.items():
        for letters in typed:
            assert search.sounds_so(title, letters), (title, letters)
    assert not search.sounds_so("噪音", "zaoying")
    assert not search.sounds_so("路灯", "luduan")


def test_long_letters_are_cut_in_few_ways() -> None:
    ways = of_letters("xian" * 10)
    assert 1 <= len(ways) <= 3
    assert all(len(way) < 25 for way in ways)
