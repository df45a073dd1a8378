"""Takes in the messages that callers left at Asterisk, from the folder of the recordings.

A file is taken in once the exchange has told of its message, and goes when the store has read back what it kept. Silence of a
second, or nothing at all, is no message.
"""

import logging
import re
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from services.errors import AppError
from services.server.callbacks import messages, messages_repository
from services.server.kernel import Kernel
from services.server.recordings.judging import SILENT_PEAK
from services.server.recordings.service import Shelf
from services.telephony.asterisk.names import MESSAGE_FILE

if TYPE_CHECKING:
    from services.server.recordings.sound import Samples

log = logging.getLogger(__name__)

QUIET_SECONDS = 1.5
"""A file that was not written to for so long is whole."""
GIVEN_UP = timedelta(minutes=10)
"""So long after it was left a message has to be there."""
_RATE = 8000
_NAME = re.compile(rf"(?P<call>[0-9A-Za-z_-]{{1,64}})\.\d{{9,11}}{re.escape(MESSAGE_FILE)}")


def read(file: Path) -> "Samples":
    """Returns a message as a sound of two channels, the caller on the right one.

    What Asterisk could not close, because it was killed, says in its head that it is empty; it is read to its end.

    Raises:
        ValueError: it is no sound that Asterisk writes here.
    """
    # numpy is imported by whoever needs it first, not by every start of the server
    import numpy as np

    content = file.read_bytes()
    # Format 1 (PCM), one channel, so many samples a second; 16 bit each.
    form = content[20:28] + content[34:36]
    wanted = b"\1\0\1\0" + _RATE.to_bytes(4, "little") + b"\x10\0"
    place = content.find(b"data", 36)
    if content and (content[:4] != b"RIFF" or form != wanted or place < 0):
        raise ValueError("a message is not mono of 16 bit and 8000 Hz")
    voice = content[place + 8 :] if content else b""
    caller = np.frombuffer(voice[: len(voice) // 2 * 2], "<i2")
    both = np.zeros((len(caller), 2), np.int16)
    both[:, 1] = caller
    return both


class Messages:
    """The messages in Asterisk's folder.

    Args:
        kernel: database and store.
        folder: Asterisk's folder, as this server sees it.
    """

    def __init__(self, kernel: Kernel, folder: Path) -> None:
        self._kernel = kernel
        self._folder = folder

    def look(self) -> int:
        """Takes in what is whole, and gives up what did not come; returns how many were taken in."""
        before = time.time() - QUIET_SECONDS
        taken = 0
        for file in sorted(self._folder.glob(f"*{MESSAGE_FILE}")):
            named = _NAME.fullmatch(file.name)
            if named and file.stat().st_mtime < before:
                taken += self._take(named["call"], file)
        before_that = self._kernel.clock.now() - GIVEN_UP
        if self._kernel.read(lambda tx: messages_repository.expected(tx.connection, before_that)):
            self._kernel.write(lambda tx: messages.never_came(tx, before_that))
        return taken

    def _take(self, call_id: str, file: Path) -> bool:
        row = self._kernel.read(lambda tx: messages_repository.find(tx.connection, call_id))
        if row is None:
            return False
        try:
            samples = read(file)
        except ValueError as error:
            log.warning("a voice message could not be read and stays where it is: %s", error)
            file.rename(file.with_suffix(".broken"))
            return False
        seconds = len(samples) / _RATE
        if seconds < messages.SHORTEST or abs(samples).max() < SILENT_PEAK * 32768:
            self._kernel.write(lambda tx: messages.spoken(tx, call_id, 0.0))
            file.unlink(missing_ok=True)
            return False
        try:
            kept = self._kernel.room(Shelf).store.keep(samples, _RATE)
        except (OSError, AppError) as error:
            # Asterisk's file stays, and is taken in with the next look.
            log.warning("a voice message could not be kept: %s", type(error).__name__)
            return False
        if not self._kernel.write(lambda tx: messages.keep(tx, call_id, kept)):
            log.warning("a call has a second message that differs from the first; it stays where it is")
            file.rename(file.with_suffix(".second"))
            return False
        file.unlink(missing_ok=True)
        return True
