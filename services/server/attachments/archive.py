"""All contents of the store in one file beside a copy of the database, and the way back.

Contents never change and are on the disk before the database names them. So those that are packed after the database was
copied are all that the copy names; and bringing them back only adds.
"""

import re
import tarfile
from functools import partial
from pathlib import Path

from services.errors import AppError
from services.server.attachments.blobs import BlobStore

_NAME = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}", re.ASCII)
_PIECE = 1 << 18


def beside(backup: Path) -> Path:
    """Returns the name of the file with the contents that go with a copy of the database."""
    return backup.with_name(f"{backup.name}.attachments.tar")


def pack(store: BlobStore, target: Path) -> int:
    """Writes all contents into a file, which is complete or does not change; returns how many. None: no file is left."""
    part = target.with_name(target.name + ".part")
    count = 0
    try:
        # Not packed any tighter: pictures and office files are already.
        with tarfile.open(part, "w") as archive:
            for folder in store.folders():
                for file in sorted((store.folder / folder).iterdir()):
                    if _NAME.fullmatch(f"{folder}/{file.name}"):
                        archive.add(file, f"{folder}/{file.name}", recursive=False)
                        count += 1
        if count:
            part.replace(target)
        else:
            target.unlink(missing_ok=True)
    finally:
        part.unlink(missing_ok=True)
    return count


def unpack(store: BlobStore, source: Path) -> int:
    """Brings contents back to where they lay; returns how many there were. What is there already stays as it is.

    Raises:
        AppError: ``not_a_backup``: something in the file is not what its name says.
    """
    count = 0
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isreg() else None
                if stream is None or not _NAME.fullmatch(member.name):
                    raise AppError("not_a_backup", details={"file": source.name})
                with stream:
                    store.bring_back(member.name[3:], iter(partial(stream.read, _PIECE), b""))
                count += 1
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise AppError("not_a_backup", details={"file": source.name}) from error
    return count
