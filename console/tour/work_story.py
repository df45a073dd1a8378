"""What every story of tickets needs: a way through the lists, words for a step, and a look at the truth."""

from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtWidgets import QLabel, QPlainTextEdit

from console.tour.hand import Hand, Key, LostError
from console.tour.witness import Witness

_DOWN_AT_MOST = 220
SignIn = Callable[[str], Awaitable[None]]
SignOut = Callable[[], Awaitable[None]]


class WorkStory:
    """A part of a tour that begins and ends with nobody signed in."""

    def __init__(self, hand: Hand, witness: Witness, sign_in: SignIn, sign_out: SignOut) -> None:
        self.hand = hand
        self.witness = witness
        self.sign_in = sign_in
        self.sign_out = sign_out

    async def go_to(self, number: str) -> None:
        """Walks down the list to a ticket, as a person does who looks for one."""
        for _ in range(_DOWN_AT_MOST):
            # The whole text: a likely duplicate is named by its number too.
            if any(words.text() == number for words in self.hand.all_of(QLabel)):
                return
            await self.hand.press(Key.Key_Down)
        raise LostError(f"ticket {number} is not in the list")

    async def go_from_the_top(self, number: str) -> None:
        """The same from the first row on, wherever the last step has led."""
        await self.hand.ctrl(Key.Key_Home)
        await self.hand.rest(0.2)
        await self.go_to(number)

    async def approve(self, ticket_id: str, number: str, picture: str = "") -> None:
        """Lets a reply pass that waits for a look, as the dispatcher who is signed in; takes a picture before where one is named."""
        hand = self.hand
        await self.go_to_list("dispatch.list.review", 3)
        await self.go_to(number)
        await hand.rest(0.5)
        if picture:
            hand.picture(picture)
        await hand.press(Key.Key_F2)
        await hand.wait("the approval at the server", lambda: self.state(ticket_id)["status"] == "follow_up")

    async def write_words(self, words: str, field: str = "text") -> None:
        """Types what a step asks for, where the focus is."""
        hand, name = self.hand, f"work.form.{field}"
        await hand.wait("the form of the step", lambda: hand.sees(name))
        await hand.write(words)
        await hand.wait("what is typed", lambda: hand.find(QPlainTextEdit, name).toPlainText() == words)

    async def go_to_list(self, first: str, down: int) -> None:
        """Waits for the lists and goes so many on from the first."""
        hand = self.hand
        await hand.wait("the work list", lambda: hand.sees(first))
        await hand.rest(0.8)
        for _ in range(down):
            await hand.ctrl(Key.Key_PageDown)
        await hand.rest(1.0)

    def state(self, ticket_id: str, who: str = "dispatcher01") -> dict[str, Any]:
        """Returns a ticket as the server has it."""
        state: dict[str, Any] = self.witness.ask(who, f"/v1/tickets/{ticket_id}")
        return state

    def at_most(self, what: str, before: int, keys: int) -> None:
        """Refuses a way that took more keys than it is promised to take."""
        if self.hand.pressed - before > keys:
            raise LostError(f"{what} took {self.hand.pressed - before} keys, not {keys}")
