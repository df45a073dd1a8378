"""Readings, as pypinyin has them."""

import hypothesis
import hypothesis.strategies as st
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from services.pinyin import initials, syllables


def test_a_text_is_read_phrase_by_phrase() -> None:
    assert syllables("银行行长 A3 号路灯") == ["yin", "hang", "hang", "zhang", " A3 ", "hao", "lu", "deng"]
    assert initials("重庆路5号") == "cql5h"
    assert syllables("") == []
    assert initials("") == ""


def test_every_character_and_phrase_of_pypinyin_reads_as_it_does_there() -> None:
    known = [*map(chr, PINYIN_DICT), *PHRASES_DICT]
    assert len(known) > 80_000
    wrong = [each for each in known if syllables(each) != lazy_pinyin(each)]
    assert not wrong, f"run scripts/readings: {wrong[:10]}"
    wrong = [each for each in known if initials(each) != "".join(lazy_pinyin(each, style=Style.FIRST_LETTER))]
    assert not wrong, wrong[:10]


_PIECES = st.sampled_from(sorted(PHRASES_DICT)) | st.sampled_from("不长行的㐄𠀀〇A 3，é😀") | st.characters()
_TEXTS = st.lists(st.tuples(_PIECES, st.integers(0, 2), st.integers(1, 10)), min_size=1, max_size=8)


@hypothesis.given(_TEXTS)
@hypothesis.settings(max_examples=400, deadline=None)
def test_any_text_reads_as_it_does_there(pieces: list[tuple[str, int, int]]) -> None:
    text = "".join(piece[low:high] for piece, low, high in pieces)
    assert "".join(syllables(text)) == "".join(lazy_pinyin(text))


def test_a_reading_can_be_changed_without_harm() -> None:
    syllables("重庆").clear()
    assert syllables("重庆") == ["chong", "qing"]
