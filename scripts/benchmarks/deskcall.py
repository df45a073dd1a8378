"""A real call at a real window: from the INVITE at Asterisk to the painted pop-up, and from F2 to the voices on both sides.

Server and Asterisk are processes of their own; the window and both telephones share one, which makes the figures no better.
"""

import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.desk import Painted
from benchmarks.report import Result, median, percentile, tell
from PySide6.QtWidgets import QPushButton

from console.tour.hand import Key, LostError
from services.contracts.accounts import Role
from services.server.database import Database
from services.server.migrations import upgrade
from tests.e2e.window import Desk, at_the_desk, elsewhere
from tests.services.server.conftest import PASSWORD
from tests.services.server.pbx.district import District
from tests.services.telephony.asterisk.phone import Ear, Phone, from_law, strengths

_AGENT = "agent0"
_OF_AGENT, _OF_CITIZEN = 700, 440
_BREATH = 3.2
"""What Asterisk leaves an agent between two calls."""


def run(short: bool) -> list[Result]:
    """Measures with Asterisk 16 and 22, one call after another."""
    rounds = 12 if short else 40
    results: list[Result] = []
    for version in ("asterisk16", "asterisk22"):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            url = f"sqlite:///{folder}/tongfu.sqlite"
            database = Database(url)
            upgrade(database)
            database.close()
            district = District(version, folder, url, {_AGENT: [Role.AGENT]})
            try:
                district.serve()
                if district.serving is None:
                    raise LostError("the server is gone")
                phone = district.pbx.phone(_AGENT)
                phone.tone = _OF_AGENT
                walk = _walk(district, phone, rounds)
                server = district.serving.base_url
                painted, voices = at_the_desk(folder / "console", walk, server, agent=_AGENT, password=PASSWORD)
            finally:
                district.close()
        results += tell(_figures(version, painted, voices))
    return results


def _figures(version: str, painted: list[float], voices: list[float]) -> list[Result]:
    first = f"{len(painted)} calls, median {median(painted):.0f} ms"
    second = f"{len(voices)} calls, median {median(voices):.0f} ms"
    return [
        Result(f"INVITE to painted pop-up, {version}, p95", percentile(painted, 0.95), 200, "ms", note=first),
        Result(f"F2 to the voices of both, {version}, p95", percentile(voices, 0.95), 300, "ms", note=second),
    ]


def _walk(
    district: District, phone: Phone, rounds: int
) -> Callable[[Desk], Awaitable[tuple[list[float], list[float]]]]:
    async def walk(desk: Desk) -> tuple[list[float], list[float]]:
        hand, chance = desk.hand, random.Random(7)
        button = next(b for b in desk.window.findChildren(QPushButton) if b.objectName() == "desk.call.answer")
        watch = Painted(button)
        painted: list[float] = []
        voices: list[float] = []
        await hand.press(Key.Key_F9)
        await hand.rest(1.5)
        # The first two also load what a first time loads.
        for number in range(rounds + 2):
            citizen = district.pbx.citizen(f"0138{chance.randrange(10**7):07}", _OF_CITIZEN)
            seen: list[float] = []
            watch.tell_once(seen.append)
            began = time.perf_counter()
            citizen.dial("12345")
            await hand.wait("the pop-up", lambda seen=seen: seen, 10)  # type: ignore[misc]
            await hand.rest(0.5)
            asked = time.perf_counter()
            await hand.press(Key.Key_F2)
            await hand.wait("the talk", lambda: hand.sees("desk.call.end"), 10)
            await hand.rest(0.6)
            heard = max(_heard(citizen.ear, asked, _OF_AGENT), _heard(phone.ear, asked, _OF_CITIZEN))
            if number >= 2:
                painted.append((seen[0] - began) * 1000)
                voices.append((heard - asked) * 1000)
            await elsewhere(citizen.close)
            await hand.wait("the end of the talk", lambda: not hand.sees("desk.call.end"), 10)
            await hand.rest(0.3)
            await hand.press(Key.Key_F12)
            phone.ear.samples.clear()
            await hand.rest(_BREATH + chance.uniform(0, 0.3))
            if hand.sees("desk.call.ready"):
                await hand.press(Key.Key_F9)
                await hand.rest(0.5)
        watch.close()
        return painted, voices

    return walk


def _heard(ear: Ear, since: float, tone: int) -> float:
    """Returns the moment of the first packet with somebody's voice.

    Raises:
        LostError: it never came.
    """
    for at, data in list(ear.samples):
        if at >= since and strengths(from_law(data), tone)[tone] > 0.5:
            return at
    raise LostError(f"{tone} Hz was not heard")
