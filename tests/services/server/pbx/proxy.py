"""A network between our server and Asterisk that can go silent, can close, and can tell another time than Asterisk's."""

import contextlib
import re
import socket
import threading
import time

_MOMENT = re.compile(rb"(?<=Timestamp: )\d+\.\d+")


class Proxy:
    """Passes a TCP connection on. ``silent``: nothing passes and nobody is told; ``closed``: nobody gets in."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.silent = self.closed = False
        self.set_by = 0.0
        """By so many seconds Asterisk's clock is set, as far as the other side can see."""
        self._lines: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Closes every connection, and lets nobody in until it is opened again."""
        self.closed = True
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._lines.clear()

    def open(self) -> None:
        self.closed = self.silent = False

    def close(self) -> None:
        self._door.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            if self.closed:
                near.close()
                continue
            far = socket.create_connection(self._to)
            self._lines += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        rest = b""
        try:
            while data := one.recv(65536):
                while self.silent and not self.closed:
                    time.sleep(0.05)
                data = rest + data
                end = data.rfind(b"\n") + 1
                rest = data[end:]
                other.sendall(_MOMENT.sub(self._told, data[:end]) if self.set_by else data[:end])
        except OSError:
            pass
        for line in (one, other):
            line.close()

    def _told(self, found: "re.Match[bytes]") -> bytes:
        return b"%.6f" % (float(found[0]) + self.set_by)
