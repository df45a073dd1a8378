"""Sends a file, or the part of it that a player asks for (RFC 9110, section 14): 200, 206 or 416."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import StreamingResponse

from services.errors import AppError
from services.server.problems import problem

_CHUNK = 64 * 1024
SAVE_ONLY = {
    "content-disposition": "attachment",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
}
"""Headers of what comes from outside: nothing that a browser would show or run."""


def asked_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Returns the first byte and the byte after the last of a ``Range`` header; ``None`` asks for the whole file.

    A header that is not understood, or names several ranges, asks for the whole file, as the standard allows.

    Raises:
        AppError: ``bad_range`` (416): the range lies outside the file.
    """
    unit, _, wanted = (header or "").partition("=")
    first, dash, last = wanted.strip().partition("-")
    numbers = [part for part in (first, last) if part]
    if unit.strip() != "bytes" or not dash or not numbers or not all(n.isascii() and n.isdigit() for n in numbers):
        return None
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
        if last and int(last) < int(first):
            return None
    if start >= size or start >= end:
        raise AppError("bad_range", status=416)
    return start, end


@dataclass(frozen=True)
class Part:
    """What can be sent in parts.

    Attributes:
        size: of all of it, in bytes.
        read: yields the bytes from one place to before another.
    """

    size: int
    read: Callable[[int, int], Iterator[bytes]]


def send(file: Path, header: str | None, media_type: str, language: str, name: str = "") -> Response:
    """Returns the response for a file and a ``Range`` header. Nobody on the way may keep a copy of it.

    With a ``name`` it is something from outside: to be saved under that name, never to be shown or run by a browser.
    """
    whole = Part(file.stat().st_size, lambda start, end: _read(file, start, end))
    return send_content(whole, header, media_type, language, name)


def send_content(content: Part, header: str | None, media_type: str, language: str, name: str = "") -> Response:
    """Returns the response for what need not be a file of its own."""
    size = content.size
    headers = {"accept-ranges": "bytes", "cache-control": "no-store", "x-content-type-options": "nosniff"}
    if name:
        headers |= SAVE_ONLY | {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    try:
        part = asked_range(header, size)
    except AppError as error:
        refusal = problem(error, language)
        refusal.headers.update({"content-range": f"bytes */{size}", **headers})
        return refusal
    start, end = part or (0, size)
    headers["content-length"] = str(end - start)
    if part is not None:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    return StreamingResponse(content.read(start, end), 206 if part else 200, headers, media_type)


def _read(file: Path, start: int, end: int) -> Iterator[bytes]:
    with file.open("rb") as stream:
        stream.seek(start)
        left = end - start
        while left > 0:
            chunk = stream.read(min(_CHUNK, left))
            if not chunk:
                return
            left -= len(chunk)
            yield chunk
