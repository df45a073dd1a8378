"""The form of a signature: `services.contracts.signatures`."""

from dataclasses import replace
from pathlib import Path

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


def test_the_example_of_the_document() -> None:
    """The one that a portal's own program is checked with: docs/channels.md."""
    document = (Path(__file__).parents[5] / "docs" / "channels.md").read_text("utf-8")
    body = '{"external_id":"P-1","content":"路灯不亮"}'.encode()
    signed = Signed("POST", "/v1/intake/portal", "gov", "1772413200", "0123456789abcdef", digest_of(body))
    signature = "2c6712f04f4d561a1a2177b154ed8151264748a4a6588491969ad2524c4ccc2f"
    assert signed.signature("an-example-of-thirty-two-or-more") == signature
    assert body.decode() in document
    assert signature in document
    assert "".join(f"    {line}\n" for line in signed.lines().decode().split("\n")) in document


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
