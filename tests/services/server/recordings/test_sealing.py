import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import AppError
from services.server.recordings import keys
from services.server.recordings.keys import KeyLost, KeyRing
from services.server.recordings.sealing import PIECE, Damaged, Sealed, seal

RING = KeyRing("one", {"one": bytes(range(32))})
CONTENT = bytes(n * 7 % 251 for n in range(3 * PIECE + 17))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sealed") / "sound.sealed"
    seal(CONTENT, made, RING)
    return made


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(CONTENT) + 10), st.integers(0, len(CONTENT) + 10))
def test_any_part_is_what_it_was(file: Path, start: int, end: int) -> None:
    assert b"".join(Sealed(file, RING).read(start, end)) == CONTENT[start:end]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_changed_byte_is_noticed(file: Path, data: st.DataObject) -> None:
    content = bytearray(file.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    changed = file.with_name("changed")
    changed.write_bytes(content)
    with pytest.raises((Damaged, KeyLost)):
        Sealed(changed, RING).whole()


def test_only_the_pieces_asked_for_are_decrypted(file: Path, tmp_path: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    changed = tmp_path / "changed"
    changed.write_bytes(content)
    sound = Sealed(changed, RING)
    assert b"".join(sound.read(0, 10)) == CONTENT[:10]
    with pytest.raises(Damaged):
        list(sound.read(len(CONTENT) - 1, None))


def test_pieces_cannot_be_exchanged_or_cut_off(file: Path, tmp_path: Path) -> None:
    content = file.read_bytes()
    begin, size = 48, PIECE + 16
    pieces = [content[begin + n * size : begin + (n + 1) * size] for n in range(4)]
    other = tmp_path / "other"
    for order in ((1, 0, 2, 3), (0, 1, 2), (0, 0, 2, 3)):
        other.write_bytes(content[:begin] + b"".join(pieces[n] for n in order))
        with pytest.raises(Damaged):
            Sealed(other, RING).whole()


def test_nothing_is_nothing(tmp_path: Path) -> None:
    seal(b"", tmp_path / "empty", RING)
    assert Sealed(tmp_path / "empty", RING).whole() == b""


def test_a_new_key_encrypts_and_old_ones_still_decrypt(tmp_path: Path) -> None:
    lines = tmp_path / "keys" / "recordings.keys"
    first = keys.load(lines)
    assert stat.S_IMODE(lines.stat().st_mode) == 0o600
    seal(b"old", tmp_path / "old", first)
    added = keys.add(lines)
    ring = keys.load(lines)
    assert ring.current == added != first.current
    seal(b"new", tmp_path / "new", ring)
    assert (Sealed(tmp_path / "old", ring).whole(), Sealed(tmp_path / "new", ring).whole()) == (b"old", b"new")
    with pytest.raises(KeyLost) as lost:
        Sealed(tmp_path / "new", first)
    assert added in str(lost.value)


@pytest.mark.parametrize(
    "content", ["", "one", "one 00", "a b c", "one zz", "one " + "00" * 31, "x" * 17 + " " + "00" * 32]
)
def test_a_file_that_holds_no_keys_is_refused_with_its_name(tmp_path: Path, content: str) -> None:
    lines = tmp_path / "recordings.keys"
    lines.write_text(content)
    with pytest.raises(AppError) as refused:
        keys.load(lines)
    assert refused.value.code == "recording_keys_unreadable"
    assert str(lines) in str(refused.value)
    assert lines.read_text() == content, "what is there is never written over"


def test_a_ring_shows_no_key(tmp_path: Path) -> None:
    assert "000102" not in repr(RING)
