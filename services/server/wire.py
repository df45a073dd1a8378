"""uvicorn's protocol, with head and body of an answer sent at once.

Each send is a call of the system, in which Python lets another thread run; coming back costs up to some milliseconds while
sixteen of them compute. What is written in one turn of the event loop therefore goes out together.
"""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_AT_ONCE = 65_536
"""Bytes that are not kept back: whoever sends much is told by the transport to wait."""


class Protocol(HttpToolsProtocol):
    """Speaks HTTP through a transport that joins what is written."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins a connection."""
        super().connection_made(cast(asyncio.Transport, _Joining(transport, self.loop)))


class _Joining:
    """A transport that keeps what is written until the event loop's next turn."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._kept: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        if not self._kept:
            self._loop.call_soon(self._send)
        self._kept.append(data)
        self._size += len(data)
        if self._size > _AT_ONCE:
            self._send()

    def close(self) -> None:
        self._send()
        self._transport.close()

    def _send(self) -> None:
        if self._kept:
            data = b"".join(self._kept)
            self._kept.clear()
            self._size = 0
            self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
