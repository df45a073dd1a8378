"""What a lead does at the wall: an alarm is taken care of, callers and queues are moved and closed, and an agent's call is listened to."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from console.tour.hand import Hand, Key, LostError
from console.tour.queues_story import QueuesStory
from console.tour.witness import Witness

_LEAD = "lead01"


class WallStory:
    """Goes on at the wall of a lead who has just signed in."""

    def __init__(self, hand: Hand, witness: Witness) -> None:
        self._hand = hand
        self._witness = witness

    async def tell(self) -> None:
        """Walks through all steps."""
        await self._take_care_of_an_alarm()
        await QueuesStory(self._hand, self._witness).tell()
        await self._listen()

    async def _take_care_of_an_alarm(self) -> None:
        hand = self._hand
        # Somebody waits at every moment of a training day; nobody wants to wait until one of them has waited long.
        self._witness.watch_waits(_LEAD, seconds=1)
        await hand.wait("the alarm on the wall", lambda: hand.sees("wall.acknowledge"), 60)
        await hand.rest(0.5)
        hand.picture("alarm-raised")
        await hand.press(Key.Key_F2)
        await hand.wait("the alarm to be taken care of", self._is_taken_care_of)
        await hand.rest(0.5)
        hand.picture("alarm-taken-care-of")

    def _is_taken_care_of(self) -> bool:
        alarms = self._witness.ask(_LEAD, "/v1/alarms?limit=20")["items"]
        return any(alarm["kind"] == "longest_wait" and alarm["acknowledged_at"] for alarm in alarms)

    async def _listen(self) -> None:
        hand = self._hand
        self._witness.set_speed(1.0)
        await hand.ctrl(Key.Key_B)
        await hand.rest(0.5)
        for _ in range(40):
            if self._listened_to():
                break
            # Whoever is chosen may not be in a call: the key does nothing then, and the next one is tried.
            await hand.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
            await hand.rest(0.5)
            if not self._listened_to():
                await hand.press(Key.Key_Down)
        await hand.wait("the lead in a call", self._listened_to, 5)
        await hand.rest(0.8)
        hand.picture("lead-listens")
        if not any(view.hasFocus() for view in hand.all_of(QAbstractItemView)):
            raise LostError("the board has lost the keyboard")
        await hand.press(Key.Key_0, Qt.KeyboardModifier.AltModifier)
        await hand.wait("the lead out of the call", lambda: not self._listened_to())

    def _listened_to(self) -> list[Any]:
        agents = self._witness.ask(_LEAD, "/v1/snapshot")["agents"]
        return [agent for agent in agents if agent["supervisors"]]
