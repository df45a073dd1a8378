"""What an agent does with a call beyond answering it: help from a lead, a caller sent on with the ticket, a number called."""

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QLineEdit, QPushButton

from console.tour.hand import Hand, Key, LostError
from console.tour.witness import Witness

_OUTSIDE = "0573-82120000"


class CallsStory:
    """Goes on at the desk of an agent who is ready; ``take_a_call`` waits for the next caller and answers."""

    def __init__(self, hand: Hand, witness: Witness, take_a_call: Callable[[], Awaitable[str]]) -> None:
        self._hand = hand
        self._witness = witness
        self._take_a_call = take_a_call

    async def tell(self) -> None:
        """Walks through all steps."""
        call_id = await self._take_a_call()
        await self._ask_for_help(call_id)
        await self._send_on()
        await self._call_a_number()

    async def _ask_for_help(self, call_id: str) -> None:
        hand = self._hand
        await hand.shift(Key.Key_F1)
        await hand.wait("help to be asked for", lambda: self._me()["help_since"])
        await hand.rest(0.5)
        hand.picture("help-asked")
        self._witness.supervise("lead01", call_id, "whisper")
        await hand.wait("the lead in the call", lambda: self._me()["supervisors"])
        await hand.rest(0.6)
        hand.picture("lead-whispers")

    async def _send_on(self) -> None:
        hand = self._hand
        await hand.click(hand.find(QLineEdit, "desk.form.title"))
        await hand.write("路灯不亮")
        await hand.shift(Key.Key_F7)
        await hand.rest(0.5)
        hand.picture("whom-to-ask")
        await hand.press(Key.Key_Escape)
        await hand.press(Key.Key_F7)
        await hand.rest(0.5)
        hand.picture("transfer-with-ticket")
        await hand.press(Key.Key_Down)
        await hand.press(Key.Key_Up)
        await hand.press(Key.Key_Return)
        await hand.wait("wrap-up after the transfer", lambda: self._me()["state"] == "wrap_up")

        def kept() -> bool:
            rows = self._witness.ask("agent01", "/v1/tickets?mine=true&limit=5")["items"]
            return any(row["title"] == "路灯不亮" and row["status"] == "draft" for row in rows)

        await hand.wait("the draft at the server", kept)
        await hand.rest(0.5)
        hand.picture("sent-on")

    async def _call_a_number(self) -> None:
        hand = self._hand
        await hand.ctrl(Key.Key_D)
        await hand.write(_OUTSIDE)
        await hand.rest(0.5)
        hand.picture("call-a-number")
        await hand.press(Key.Key_Return)
        await hand.wait("the call to the number", lambda: self._me()["state"] == "talking")
        await hand.rest(0.6)
        hand.picture("called")
        if not self._witness.ask("agent01", "/v1/snapshot")["call"]["outgoing"]:
            raise LostError("the call was not called from here")
        await hand.press(Key.Key_F12)
        await hand.wait("wrap-up", lambda: self._me()["state"] == "wrap_up")
        # The server knows it first; F9 is the window's once it has heard.
        await hand.wait("wrap-up on the screen", lambda: self._is_seen("desk.call.ready"))
        await hand.press(Key.Key_F9)
        await hand.wait("to be ready again", lambda: self._me()["state"] in ("ready", "ringing"))

    def _is_seen(self, name: str) -> bool:
        return any(button.objectName() == name for button in self._hand.all_of(QPushButton))

    def _me(self) -> dict[str, object]:
        found: dict[str, object] = self._witness.ask("agent01", "/v1/snapshot")["me"]
        return found
