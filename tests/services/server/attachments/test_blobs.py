import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import anyio
import pytest

from services.errors import AppError
from services.server.attachments.blobs import BlobStore
from services.server.attachments.content import MAX_BYTES
from tests.services.server.attachments import files


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "attachments")


def everything(store: BlobStore) -> list[str]:
    return sorted(str(file.relative_to(store.folder)) for file in store.folder.rglob("*") if file.is_file())


def test_equal_contents_lie_there_once_under_their_digest(store: BlobStore, tmp_path: Path) -> None:
    content = files.picture()
    file = tmp_path / "spooled"
    file.write_bytes(content)
    first, second = store.keep("a.jpg", content), store.keep("b", file)
    digest = hashlib.sha256(content).hexdigest()
    assert (first.digest, first.size, first.media_type, first.name) == (digest, len(content), "image/jpeg", "a.jpg")
    assert (second.digest, second.name) == (digest, "b.jpg")
    assert everything(store) == [f"{digest[:2]}/{digest}"]
    assert store.read(digest) == content
    assert store.has(digest)
    assert not store.has("0" * 64)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_a_digest_names_a_place(store: BlobStore, digest: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        store.path(digest)


def test_what_is_too_large_is_noticed_while_it_arrives(store: BlobStore) -> None:
    taken = 0

    def pieces() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(50):
            taken += 1
            yield bytes(1_000_000)

    with pytest.raises(AppError) as caught:
        store.keep("a.jpg", pieces())
    assert (caught.value.code, caught.value.status, caught.value.details) == ("too_large", 413, {"limit": "20 MB"})
    assert taken == MAX_BYTES // 1_000_000 + 1
    assert everything(store) == []


@pytest.mark.parametrize(("name", "content"), [("a.jpg", files.PROGRAM), ("a/b.jpg", files.picture()), ("a.jpg", b"")])
def test_what_is_refused_leaves_nothing(store: BlobStore, name: str, content: bytes) -> None:
    with pytest.raises(AppError):
        store.keep(name, content)
    assert not store.folder.exists() or everything(store) == []


def test_a_stream_that_breaks_leaves_nothing(store: BlobStore) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield files.picture()[:100]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        anyio.run(store.keep_stream, "a.jpg", broken())
    assert everything(store) == []


def test_the_sweep_leaves_what_is_named_or_young(store: BlobStore) -> None:
    named, young, old = (store.keep("a.txt", word).digest for word in (b"named", b"young", b"old"))
    for digest in (named, old):
        os.utime(store.path(digest), (0, 0))
    picture = store.folder / "thumbnails" / old[:2] / f"{old}.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"x")
    gone = sum(store.sweep(folder, {named}, 3_600) for folder in store.folders())
    assert gone == 1
    assert everything(store) == sorted(f"{digest[:2]}/{digest}" for digest in (named, young))


def test_a_content_that_comes_again_is_young_again(store: BlobStore) -> None:
    digest = store.keep("a.txt", b"again").digest
    os.utime(store.path(digest), (0, 0))
    store.keep("b.txt", b"again")
    assert store.sweep(digest[:2], set(), 3_600) == 0
