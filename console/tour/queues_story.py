"""What a lead does with queues at the wall: a caller goes to another one, one is closed until an hour and opened again."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from console.tour.hand import Hand, Key, LostError
from console.tour.witness import Witness
from services.desk.choices import sounds_of

_LEAD = "lead01"
_QUIET_SECONDS = 240
"""Longer than nobody waits on a training day."""
_WHY_MOVED = "此事由另一队列受理"
_WHY_CLOSED, _WHY_OPEN = "外语座席系统升级", "升级完成"


class QueuesStory:
    """Goes on at the wall of a lead, while the training day runs."""

    def __init__(self, hand: Hand, witness: Witness) -> None:
        self._hand = hand
        self._witness = witness

    async def tell(self) -> None:
        """Walks through all steps."""
        await self._move_a_caller()
        await self._close_and_open()

    async def _move_a_caller(self) -> None:
        hand = self._hand
        waited_for = await self._stop_the_day_while_somebody_waits()
        skill, sounds = self._another_queue(waited_for)
        await hand.ctrl(Key.Key_U)
        await hand.press(Key.Key_Home)
        await hand.press(Key.Key_F7)
        await hand.wait("the question whereto", lambda: hand.sees("move.find"))
        await hand.write(sounds)
        await hand.press(Key.Key_Return)
        await hand.write(_WHY_MOVED)
        await hand.rest(0.3)
        hand.picture_of_uppermost("caller-to-another-queue")
        await hand.press(Key.Key_Return)
        # Whoever is free there has them at once, so the call itself is asked and not the queue.
        await hand.wait("the caller moved", lambda: self._moved(waited_for))
        said = self._moved(waited_for)
        if [(data["by"], data["why"], data["skill"]) for data in said] != [(_LEAD, _WHY_MOVED, skill)]:
            raise LostError(f"the calls' events say {said}")
        await hand.wait("the question gone", lambda: not hand.sees("move.find"))
        await hand.rest(0.5)
        hand.picture("caller-moved")
        await hand.ctrl(Key.Key_P)
        await hand.wait("the day to go on", lambda: not self._is_paused())

    async def _stop_the_day_while_somebody_waits(self) -> dict[str, str]:
        """Nobody knows how long somebody waits; on a day that stands still there is time to read and to type."""
        hand = self._hand
        for _ in range(20):
            await hand.wait("somebody who waits", self._waiting, _QUIET_SECONDS)
            await hand.ctrl(Key.Key_P)
            await hand.wait("the day to stand still", self._is_paused)
            waiting = self._waiting()
            if waiting:
                return waiting
            await hand.ctrl(Key.Key_P)
            await hand.wait("the day to go on", lambda: not self._is_paused())
        raise LostError("nobody waited long enough")

    async def _close_and_open(self) -> None:
        hand = self._hand
        await hand.press(Key.Key_F4)
        await hand.wait("the question why", lambda: hand.sees("closing.reason"))
        await hand.press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        await hand.press(Key.Key_End)
        skill = str(hand.find(QComboBox, "closing.queue").currentData())
        await hand.press(Key.Key_Tab)
        await hand.write(_WHY_CLOSED)
        await hand.press(Key.Key_Tab)
        for _ in range(2):
            await hand.press(Key.Key_Down)
        await hand.rest(0.3)
        hand.picture_of_uppermost("closing-a-queue")
        await hand.press(Key.Key_Return)
        await hand.wait("the queue to be closed", lambda: self._closing(skill).get("closed"))
        closing = self._closing(skill)
        if closing["reason"] != _WHY_CLOSED or not closing["until"]:
            raise LostError(f"the closing is {closing}")
        await hand.wait("the question gone", lambda: not hand.sees("closing.reason"))
        await hand.rest(0.5)
        hand.picture("queue-closed")
        await hand.press(Key.Key_F4)
        await hand.wait("the question again", lambda: hand.sees("closing.open"))
        await hand.write(_WHY_OPEN)
        for _ in range(8):
            if hand.find(QWidget, "closing.open").hasFocus():
                break
            await hand.press(Key.Key_Tab)
        await hand.rest(0.3)
        hand.picture_of_uppermost("opening-it-again")
        await hand.press(Key.Key_Space)
        await hand.wait("the queue to be open", lambda: not self._closing(skill)["closed"])
        await hand.wait("the question gone", lambda: not hand.sees("closing.open"))
        await hand.rest(0.4)
        hand.picture("queue-open-again")

    def _another_queue(self, waiting: dict[str, str]) -> tuple[str, str]:
        """Returns key and sound of a queue in which nobody waits."""
        skills = self._witness.ask(_LEAD, "/v1/catalogue")["skills"]
        free = next(skill for skill in skills if skill["key"] not in waiting.values())
        return free["key"], sounds_of(free["name"]).split()[0]

    def _waiting(self) -> dict[str, str]:
        """Returns who waits, each with the queue."""
        return {entry["call_id"]: entry["skill"] for entry in self._witness.ask(_LEAD, "/v1/snapshot")["queue"]}

    def _moved(self, call_ids: Iterable[str]) -> list[dict[str, str]]:
        """Returns what the calls' events say of being moved."""
        events = (event for key in call_ids for event in self._witness.ask(_LEAD, f"/v1/calls/{key}/events"))
        return [event["data"] for event in events if event["kind"] == "moved"]

    def _closing(self, skill: str) -> dict[str, Any]:
        closings = self._witness.ask(_LEAD, "/v1/queue-closings")["items"]
        return next((each for each in closings if each["skill"] == skill), {})

    def _is_paused(self) -> bool:
        return bool(self._witness.ask(_LEAD, "/v1/training")["paused"])
