"""What a file really is, by its content, and what is not taken: active content, zip bombs, paths in names."""

import codecs
import stat
import zipfile
from pathlib import Path, PurePosixPath

import filetype

from services.contracts.attachments import MAX_BYTES as MAX_BYTES
from services.contracts.text import clean_line
from services.errors import AppError

_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
EXTENSIONS: dict[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/apng": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
    "audio/mpeg": "mp3",
    "audio/x-wav": "wav",
    "audio/amr": "amr",
    "audio/aac": "aac",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/x-flac": "flac",
    "video/mp4": "mp4",
    "video/x-m4v": "m4v",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/x-msvideo": "avi",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    **{media_type: extension for extension, media_type in _OFFICE.items()},
    "text/plain": "txt",
    "text/csv": "csv",
}
"""All that is taken, with the ending that its name gets."""

_TEXTS = {"txt": "text/plain", "log": "text/plain", "csv": "text/csv"}
_MARKUP = ("<!doctype", "<html", "<svg", "<script", "<?xml", "<?php", "#!")
_HEAD = 4_096

_MOST_ENTRIES = 5_000
_MOST_UNPACKED = 300_000_000
_MOST_TIMES = 150
"""An archive may unpack to so many times its size. Office files of repeated rows reach about 60."""
_ACTIVE = frozenset(
    [
        "exe",
        "dll",
        "com",
        "scr",
        "msi",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "vbe",
        "js",
        "jse",
        "wsf",
        "hta",
        "lnk",
        "jar",
        "html",
        "htm",
        "svg",
        "docm",
        "xlsm",
        "pptm",
        "sh",
        "apk",
    ]
)


def checked_name(name: str) -> str:
    """Returns a file's name, cleaned; refuses one that is a path.

    Raises:
        AppError: ``bad_file_name``.
    """
    name = clean_line(name)
    if not name or name in (".", "..") or len(name) > 200 or any(sign in name for sign in '/\\:"<>|*?'):
        raise AppError("bad_file_name", status=422)
    return name


def bare_name(name: str, otherwise: str = "attachment") -> str:
    """Returns the last part of a name from somewhere that does not know better, such as an old mail program."""
    last = clean_line(name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign not in ':"<>|*?').strip(". ")[-200:] or otherwise


def named_after(name: str, media_type: str) -> str:
    """Returns the name with the ending of what it really is, so that nothing opens it as something else."""
    ending = EXTENSIONS[media_type]
    _stem, dot, claimed = name.rpartition(".")
    if dot and (claimed.lower() == ending or _TEXTS.get(claimed.lower()) == media_type or _alias(claimed, ending)):
        return name
    return f"{name[: 199 - len(ending)]}.{ending}"


def _alias(claimed: str, ending: str) -> bool:
    return (claimed.lower(), ending) in {("jpeg", "jpg"), ("tiff", "tif"), ("heif", "heic")}


def media_type_of(file: Path, name: str) -> str:
    """Returns what a file is.

    Args:
        file: where the content lies.
        name: as claimed; only texts, which have no mark of their own, are believed their ending.

    Raises:
        AppError: ``bad_file_type``: not one of :data:`EXTENSIONS`; ``bad_archive``: an archive that would not be safe to open.
    """
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    kind = filetype.guess(head)
    found = kind.mime if kind is not None else _text(file, head, name)
    if zipfile.is_zipfile(file):
        found = _archive(file, found)
    if found not in EXTENSIONS:
        raise AppError("bad_file_type", status=422, details={"name": name})
    return found


def _text(file: Path, head: bytes, name: str) -> str:
    """Returns the type of a file of words, empty for anything else and for anything that a browser would run."""
    media_type = _TEXTS.get(name.rpartition(".")[2].lower(), "")
    if not media_type or b"\0" in head:
        return ""
    if any(mark in head.lower().decode("ascii", "replace") for mark in _MARKUP):
        return ""
    return media_type if any(_decodes(file, encoding) for encoding in ("utf-8", "gb18030")) else ""


def _decodes(file: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 16):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _archive(file: Path, found: str) -> str:
    """Checks what an archive says it holds, without unpacking anything; returns what it is."""
    size = file.stat().st_size
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise AppError("bad_archive", status=422) from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED or unpacked > size * _MOST_TIMES:
        raise AppError("bad_archive", status=422)
    names = {entry.filename for entry in entries}
    if any(not _is_harmless(entry) for entry in entries):
        raise AppError("bad_archive", status=422)
    if "[Content_Types].xml" in names:
        for extension, folder in (("docx", "word/"), ("xlsx", "xl/"), ("pptx", "ppt/")):
            if any(name.startswith(folder) for name in names):
                return _OFFICE[extension]
    return "application/zip" if found in ("", "application/zip") else found


def _is_harmless(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename or stat.S_ISLNK(entry.external_attr >> 16):
        return False
    return path.suffix.lower().lstrip(".") not in _ACTIVE and path.name.lower() != "vbaproject.bin"
