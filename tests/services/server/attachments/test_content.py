import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from services.errors import AppError
from services.server.attachments.content import bare_name, checked_name, media_type_of, named_after
from tests.services.server.attachments import files


@pytest.fixture
def kind(tmp_path: Path):  # type: ignore[no-untyped-def]
    def kind(content: bytes, name: str = "file") -> str:
        file = tmp_path / "content"
        file.write_bytes(content)
        return media_type_of(file, name)

    return kind


def sheet() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    for _ in range(3_000):
        book.active.append(["同样的一行"] * 10)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (files.picture(), "a.exe", "image/jpeg"),
        (files.picture(kind="PNG"), "a", "image/png"),
        (files.picture(kind="WEBP"), "a", "image/webp"),
        (files.PDF, "a.txt", "application/pdf"),
        ("说明".encode(), "a.txt", "text/plain"),
        ("说明,一".encode("gb18030"), "a.CSV", "text/csv"),
        ("说明".encode("utf-16"), "a.log", ""),
        (files.archive(("a/b.txt", b"x")), "a.zip", "application/zip"),
        (sheet(), "a.bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (files.PROGRAM, "a.jpg", ""),
        (files.PAGE, "a.txt", ""),
        (files.PAGE, "a.html", ""),
        (files.DRAWING, "a.svg", ""),
        (b"  \n<SCRIPT>alert(1)</SCRIPT>", "a.txt", ""),
        (b"#!/bin/sh\n", "a.txt", ""),
        (bytes(range(256)), "a.txt", ""),
        (b"plain words", "a.jpg", ""),
        (b"\x7fELF" + bytes(200), "a", ""),
        (b"GIF89a but no picture", "a.gif", "image/gif"),
    ],
)
def test_the_content_decides_what_it_is(kind, content: bytes, name: str, found: str) -> None:  # type: ignore[no-untyped-def]
    if found:
        assert kind(content, name) == found
        return
    with pytest.raises(AppError) as caught:
        kind(content, name)
    assert caught.value.code == "bad_file_type"


def _claims(name: str, size: int) -> bytes:
    """An archive whose list says that an entry unpacks to so much."""
    content = bytearray(files.archive((name, b"x" * 100)))
    place = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 24, size)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        files.archive(("bomb", bytes(30_000_000))),
        _claims("bomb", 4_000_000_000),
        files.archive(("../../etc/passwd", b"x")),
        files.archive(("/etc/passwd", b"x")),
        files.archive(("a\\..\\..\\b", b"x")),
        files.archive(("C:\\b", b"x")),
        files.archive(("ok.txt", b"x"), ("run.EXE", b"x")),
        files.archive(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"x"), ("word/vbaProject.bin", b"x")),
        files.archive(*((f"{n}", b"") for n in range(5_001))),
    ],
    ids=["bomb", "claims", "up", "absolute", "windows up", "drive", "program", "macro", "many"],
)
def test_an_archive_that_would_not_be_safe_to_open_is_refused(kind, content: bytes) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(AppError) as caught:
        kind(content, "a.zip")
    assert caught.value.code == "bad_archive"


def test_a_link_in_an_archive_is_refused(kind) -> None:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        link = zipfile.ZipInfo("innocent.txt")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    with pytest.raises(AppError) as caught:
        kind(out.getvalue())
    assert caught.value.code == "bad_archive"


@pytest.mark.parametrize("name", ["", " ", "..", "../a.jpg", "a/b.jpg", "C:\\a.jpg", "a\\b", "x" * 201, "a\x00/b"])
def test_a_path_is_no_name(name: str) -> None:
    with pytest.raises(AppError) as caught:
        checked_name(name)
    assert caught.value.code == "bad_file_name"


def test_names_end_as_what_the_file_is() -> None:
    assert named_after("照片.JPEG", "image/jpeg") == "照片.JPEG"
    assert named_after("invoice.pdf.exe", "application/pdf") == "invoice.pdf.exe.pdf"
    assert named_after("photo", "image/png") == "photo.png"
    assert named_after("x" * 200, "image/png") == "x" * 196 + ".png"
    assert checked_name(" 现场\u202egnp.exe ") == "现场gnp.exe"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("C:\\photos\\a.jpg", "a.jpg"),
        ("../../a.jpg", "a.jpg"),
        ("", "attachment"),
        ("..", "attachment"),
        ("a:b?.txt", "ab.txt"),
    ],
)
def test_a_name_from_elsewhere_loses_its_path(name: str, bare: str) -> None:
    assert bare_name(name) == bare
    assert checked_name(bare_name(name)) == bare
