"""Cleaning what people type."""

import sys

from services.contracts import text


def test_what_can_be_printed_has_nothing_to_be_cleaned() -> None:
    """The short cut past the three expressions rests on it."""
    for number in range(sys.maxunicode + 1):
        sign = chr(number)
        if sign.isprintable():
            assert not text._LINE_ENDS.search(sign), hex(number)
            assert not text._UNWANTED.search(sign), hex(number)
            assert not text._STRAY_JOINER.search(f"a{sign}"), hex(number)


def test_what_hides_goes_and_lines_stay() -> None:
    assert text.clean_text("a\u200b\u202eb\r\nc\u2028d\x07 ") == "ab\nc\nd"
    assert text.clean_text("a\u200db \U0001f468\u200d\U0001f469") == "ab \U0001f468\u200d\U0001f469"
    assert text.clean_line("  路\u3000灯 \n 不亮 ") == "路 灯 不亮"
