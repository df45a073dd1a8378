"""A network between our server and Asterisk that can go silent, and can close."""

import contextlib
import socket
import threading
import time


class Proxy:
    """Passes a TCP connection on. ``silent``: nothing passes and nobody is told; ``closed``: nobody gets in."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.silent = self.closed = False
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
        try:
            while data := one.recv(65536):
                while self.silent and not self.closed:
                    time.sleep(0.05)
                other.sendall(data)
        except OSError:
            pass
        for line in (one, other):
            line.close()
