"""Sounds for tests of players: whole at once, or as a server gives them that stops in the middle."""

from collections.abc import Iterator
from contextlib import contextmanager

from services.api.transport import Unreachable
from services.streamed import StreamedSound, Stretch
from services.tasks import Progress


class Server:
    """Gives a file in pieces; ``up_to`` is where the connection breaks, until it is moved.

    Attributes:
        asked: beginning, end, and the play that each request belongs to.
    """

    def __init__(self, content: bytes, piece: int = 1024) -> None:
        self.content = content
        self.piece = piece
        self.up_to = len(content)
        self.asked: list[tuple[int, int, str]] = []

    @contextmanager
    def ask(self, start: int, end: int, play: str) -> Iterator[Stretch]:
        self.asked.append((start, end, play))
        yield Stretch(start, len(self.content), play or f"play-{len(self.asked)}", self._pieces(start, end))

    def _pieces(self, start: int, end: int) -> Iterator[bytes]:
        end = min(end, len(self.content))
        for at in range(start, end, self.piece):
            if at >= self.up_to:
                raise Unreachable("unreachable")
            yield self.content[at : min(at + self.piece, end)]

    def sound(self) -> StreamedSound:
        """A play that has begun."""
        return StreamedSound(self.ask).begin(Progress())


def sound_of(content: bytes = b"RIFF") -> StreamedSound:
    """A sound whose beginning is here."""
    return Server(content).sound()
