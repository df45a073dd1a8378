"""The main job from the first key to the wall."""

from PySide6.QtWidgets import QLineEdit, QPushButton

from console.tour.hand import Hand, Key
from console.tour.witness import Witness
from services.server.training.staff import PASSWORD


class Story:
    """One shift, three people."""

    def __init__(self, hand: Hand, witness: Witness) -> None:
        self._hand = hand
        self._witness = witness

    async def tell(self) -> None:
        """Walks through all steps."""
        await self._sign_in("agent01")

    async def _sign_in(self, username: str) -> None:
        hand = self._hand
        await hand.wait("the sign-in page", lambda: hand.sees("signin.username"))
        await hand.wait("the server", lambda: hand.find(QPushButton, "signin.button").isEnabled(), 30)
        hand.picture("sign-in")
        field = hand.find(QLineEdit, "signin.username")
        await hand.click(field)
        field.selectAll()
        await hand.write(username)
        await hand.press(Key.Key_Tab)
        await hand.write(PASSWORD)
        await hand.press(Key.Key_Return)
        await hand.wait("the first page", lambda: not hand.sees("signin.username"))
        await hand.rest(3)
        hand.picture("first-page")
