"""The form of a signature: `services.contracts.signatures`."""

import hashlib
import hmac
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.signatures import Signed, digest_of

_LINE = st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=40)
REQUESTS = st.builds(
    Signed,
    method=st.sampled_from(["GET", "POST", "PUT", "post"]),
    target=_LINE,
    client=st.from_regex(r"[0-9a-zA-Z_-]{1,64}", fullmatch=True),
    timestamp=st.from_regex(r"[0-9]{1,12}", fullmatch=True),
    nonce=st.from_regex(r"[0-9A-Za-z_-]{16,64}", fullmatch=True),
    digest=st.binary(max_size=64).map(digest_of),
)


def test_an_example_that_other_languages_can_be_checked_with() -> None:
    signed = Signed(
        "POST", "/v1/intake/portal?x=1", "gov", "1772413200", "0123456789abcdef", digest_of(b'{"external_id":"P-1"}')
    )
    assert signed.lines() == (
        b"TONGFU1\nPOST\n/v1/intake/portal?x=1\ngov\n1772413200\n0123456789abcdef\n"
        b"aeba6a11f9b3efd0bb4e3d7f24b1f4c9ff7ed02f2a9ce4dff84af8ad2a1ac6f2"
    ).replace(b"aeba6a11f9b3efd0bb4e3d7f24b1f4c9ff7ed02f2a9ce4dff84af8ad2a1ac6f2", signed.digest.encode())
    wanted = hmac.new(b"secret", signed.lines(), hashlib.sha256).hexdigest()
    assert signed.signature("secret") == wanted


@given(REQUESTS, REQUESTS)
def test_two_different_requests_never_have_the_same_lines(one: Signed, other: Signed) -> None:
    same = replace(one, method=one.method.upper()) == replace(other, method=other.method.upper())
    assert (one.lines() == other.lines()) == same


@given(REQUESTS, st.text(max_size=40), st.text(max_size=40))
def test_only_the_secret_signs(signed: Signed, secret: str, other: str) -> None:
    signature = signed.signature(secret)
    assert signed.is_signed(secret, signature)
    assert signed.is_signed(other, signature) == (secret.rstrip("\0") == other.rstrip("\0") and len(secret) <= 64)


@given(REQUESTS, st.sampled_from(["target", "timestamp", "nonce", "digest", "client"]), st.integers(0, 63))
def test_any_other_part_needs_another_signature(signed: Signed, part: str, place: int) -> None:
    value = getattr(signed, part)
    place %= max(1, len(value))
    changed = value[:place] + ("1" if value[place : place + 1] != "1" else "2") + value[place + 1 :]
    assert not replace(signed, **{part: changed}).is_signed("secret", signed.signature("secret"))


@given(REQUESTS, st.text(max_size=80))
def test_a_wrong_signature_of_any_form_is_wrong(signed: Signed, wrong: str) -> None:
    assert signed.is_signed("secret", wrong) == (wrong == signed.signature("secret"))


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("client", ""),
        ("client", "gov\n1"),
        ("timestamp", "-1"),
        ("timestamp", "1.5"),
        ("timestamp", "１２"),
        ("nonce", "short"),
        ("nonce", "0123456789abcde\n"),
        ("digest", "A" * 64),
        ("digest", ""),
        ("target", "/a\n/b"),
        ("method", "GET\r"),
    ],
)
def test_what_is_not_in_its_form_is_refused(part: str, value: str) -> None:
    good = {
        "method": "GET",
        "target": "/",
        "client": "gov",
        "timestamp": "1",
        "nonce": "0123456789abcdef",
        "digest": "a" * 64,
    }
    Signed(**good)
    with pytest.raises(ValueError, match="form"):
        Signed(**{**good, part: value})
