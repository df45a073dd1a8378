import io
import tarfile
from pathlib import Path

import pytest

from services.contracts.accounts import Role
from services.errors import AppError
from services.server import backup
from services.server.attachments import archive
from services.server.attachments.blobs import BlobStore
from services.server.database import Database
from services.server.kernel import Kernel
from tests.services.server.attachments import files
from tests.services.server.conftest import add_account


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "attachments")


def test_a_copy_brings_attachments_back(kernel: Kernel, database: Database, store: BlobStore, tmp_path: Path) -> None:
    add_account(kernel, Role.AGENT)
    digests = [store.keep("a.jpg", files.picture(n + 1, 1)).digest for n in range(3)]
    (store.folder / ".incoming").mkdir(exist_ok=True)
    (store.folder / ".incoming" / "half").write_bytes(b"half")
    backup.back_up(database, tmp_path / "copy", tmp_path)
    contents = {digest: store.read(digest) for digest in digests}
    store.path(digests[0]).unlink()
    later = store.keep("b.txt", b"after the copy").digest
    backup.restore(database, tmp_path / "copy", replace=True, data_folder=tmp_path)
    assert {digest: store.read(digest) for digest in digests} == contents
    assert store.has(later)
    elsewhere = tmp_path / "elsewhere"
    assert archive.unpack(BlobStore(elsewhere), archive.beside(tmp_path / "copy")) == 3
    assert sorted(file.name for file in elsewhere.rglob("*") if file.is_file()) == sorted(digests)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_attachments_no_file_is_left(database: Database, kernel: Kernel, tmp_path: Path) -> None:
    archive.beside(tmp_path / "copy").write_bytes(b"of an older copy")
    backup.back_up(database, tmp_path / "copy", tmp_path)
    assert not archive.beside(tmp_path / "copy").exists()


def _tar(name: str, content: bytes, kind: bytes = tarfile.REGTYPE) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        member = tarfile.TarInfo(name)
        member.type, member.size, member.linkname = kind, len(content), "/etc/passwd"
        packed.addfile(member, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"no archive at all",
        _tar("../../etc/passwd", b"x"),
        _tar(f"aa/aa{'0' * 62}", b"another content"),
        _tar(f"aa/aa{'0' * 62}", b"", tarfile.SYMTYPE),
        _tar(f"aa/bb{'0' * 62}", b"x"),
    ],
    ids=["nothing", "path", "other content", "link", "other folder"],
)
def test_what_is_not_what_its_name_says_is_refused(store: BlobStore, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "copy.attachments.tar"
    file.write_bytes(content)
    with pytest.raises(AppError) as caught:
        archive.unpack(store, file)
    assert caught.value.code == "not_a_backup"
    assert not store.folder.exists() or [f for f in store.folder.rglob("*") if f.is_file()] == []
