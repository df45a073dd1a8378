"""Cleaning what people type."""

import sys

import pytest

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


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+86 573 8612 3456", "057386123456"),
        ("tel:+86-573-8612-3456;ext=801", "057386123456#801"),
        ("0086 10 8888 6666", "01088886666"),
        ("+86 20 8888 6666", "02088886666"),
        ("+86 0573 8612 3456", "057386123456"),
        ("0573-86123456", "057386123456"),
        ("+86 138 0000 0042", "13800000042"),
        ("+86 400 800 1234", "4008001234"),
        ("+86 12345", "12345"),
        ("+86 95588", "95588"),
        ("57386123456", "57386123456"),
        ("+44 20 7946 0000", "+442079460000"),
    ],
)
def test_a_number_is_what_is_dialled_within_the_country(written: str, kept: str) -> None:
    assert text.clean_number(written) == kept
    assert text.clean_number(kept) == kept


@pytest.mark.parametrize(
    ("written", "key"),
    [
        *((each, "057386123456") for each in ("0573-86123456", "+86 573 8612 3456", "tel:+86-573-8612-3456;ext=801")),
        *((each, "057386123456") for each in ("057386123456#801", "0573 86123456 转 801", "0573-86123456x801")),
        *(
            (each, "13800000042")
            for each in ("138 0000 0042", "+8613800000042", "008613800000042", "１３８０００００042")
        ),
        *((each, "13800000042") for each in ("013800000042", "0138 0000 0042", "+86 013800000042", "013800000042#801")),
        ("01062345678", "01062345678"),
        ("0138000000421", "0138000000421"),
        ("+013800000042", "+013800000042"),
        ("+852 9123 4567", "+85291234567"),
        ("#801", ""),
        ("", ""),
    ],
)
def test_one_citizens_number_is_one_key_however_it_is_written(written: str, key: str) -> None:
    assert text.number_key(written) == key
    assert text.number_key(text.clean_number(written)) == key
