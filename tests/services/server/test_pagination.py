import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import AppError
from services.server.pagination import decode_cursor, encode_cursor, page_of

_MOMENT = datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)


def test_a_key_comes_back_as_it_was() -> None:
    key = (_MOMENT, "陈", 7, 0.5)
    assert decode_cursor(encode_cursor(key), (datetime, str, int, float)) == key


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "汉字",
        encode_cursor(("a",)),
        encode_cursor(("a", 1, 2)),
        encode_cursor((1, 1)),
        encode_cursor(("a", True)),
        encode_cursor(("a", 2**63 + 1)),
        encode_cursor(("\x00", 1)),
    ],
)
def test_what_is_no_cursor_of_this_listing_is_refused(cursor: str) -> None:
    with pytest.raises(AppError) as caught:
        decode_cursor(cursor, (str, int))
    assert (caught.value.code, caught.value.status) == ("bad_cursor", 400)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(AppError):
        decode_cursor(encode_cursor(("2026-03-02T01:00:00",)), (datetime,))


@given(st.text(max_size=60))
def test_any_text_is_either_a_cursor_or_refused(cursor: str) -> None:
    with contextlib.suppress(AppError):
        assert isinstance(decode_cursor(cursor, (str, int))[1], int)


def test_the_extra_row_only_says_that_there_is_more() -> None:
    assert page_of([1, 2, 3], 3, lambda n: (n,)).next is None
    page = page_of([1, 2, 3, 4], 3, lambda n: (n,))
    assert page.items == [1, 2, 3]
    assert page.next is not None
    assert decode_cursor(page.next, (int,)) == (3,)
