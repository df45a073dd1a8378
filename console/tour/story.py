"""The main job from the first key to the wall: three people, one call."""

import re
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QListView, QPushButton, QTextEdit, QWidget

from console.tour.calls_story import CallsStory
from console.tour.channels_story import ChannelsStory
from console.tour.dispatch_story import DispatchStory
from console.tour.hand import Hand, Key, LostError
from console.tour.levels_story import LevelsStory
from console.tour.matters_story import MattersStory
from console.tour.returns_story import ReturnsStory
from console.tour.wall_story import WallStory
from console.tour.witness import Witness
from services.server.training.staff import PASSWORD

_WAIT_SPEED = 20.0
"""How fast the training day runs while nobody has to act: nobody wants to watch a tour wait for a call."""


class Story:
    """One shift. Each step is done by keys and clicks, and checked through the API where it leaves something there."""

    def __init__(self, hand: Hand, witness: Witness) -> None:
        self._hand = hand
        self._witness = witness

    async def tell(self) -> None:
        """Walks through all steps."""
        await self._sign_in("agent01")
        self._hand.picture("desk-off-duty")
        call_id = await self._take_a_call()
        ticket = await self._write_the_ticket(call_id)
        await self._wrap_up(call_id)
        await self._look_around()
        await self._sign_out()
        for part in (DispatchStory, LevelsStory, ChannelsStory, ReturnsStory, MattersStory):
            await part(self._hand, self._witness, self._sign_in, self._sign_out).tell()
        await self._sign_in("inspector01")
        await self._score(call_id)
        await self._sign_out()
        # Last of all, as the inspector's sample begins with the call of the first part.
        await self._sign_in("agent01")
        await CallsStory(self._hand, self._witness, self._take_a_call).tell()
        await self._sign_out()
        await self._sign_in("lead01")
        await self._see_the_wall(ticket)

    async def _sign_in(self, username: str) -> None:
        hand = self._hand
        await hand.wait("the sign-in page", lambda: hand.sees("signin.username"))
        await hand.wait("the server", lambda: hand.find(QWidget, "signin.button").isEnabled(), 90)
        hand.picture(f"sign-in-{username}")
        await hand.sign_in(username, PASSWORD)

    async def _sign_out(self) -> None:
        await self._hand.ctrl(Key.Key_Q, shift=True)
        await self._hand.rest(0.5)

    async def _take_a_call(self) -> str:
        hand = self._hand
        if self._state() not in ("ready", "ringing"):
            await hand.press(Key.Key_F9)
        self._witness.set_speed(_WAIT_SPEED)
        await hand.wait("a call that rings", lambda: hand.sees("desk.call.answer"), 120)
        self._witness.set_speed(1.0)
        await hand.rest(0.3)
        hand.picture("ringing")
        await hand.press(Key.Key_F2)
        await hand.wait("the call to be answered", lambda: hand.sees("desk.call.end"))
        await hand.wait("the caller's first words", lambda: len(self._heard()) > 8, 20)
        hand.picture("answered-caller-and-history")
        call = self._witness.ask("agent01", "/v1/snapshot")["call"]
        if call["state"] != "talking":
            raise LostError(f"the call is {call['state']}")
        return str(call["id"])

    def _heard(self) -> str:
        if not self._hand.sees("desk.transcript"):
            return ""
        return self._hand.find(QTextEdit, "desk.transcript").toPlainText()

    async def _write_the_ticket(self, call_id: str) -> str:
        hand = self._hand
        await hand.wait("more of the caller's words", lambda: len(self._heard()) > 60, 60)
        await self._go_to("desk.form.kind")
        await hand.press(Key.Key_1)
        await self._go_to("desk.form.content")
        words = re.sub(r"\d\d:\d\d:\d\d|\s+", "", self._heard())
        await hand.write("来电人反映：" + words[-160:])
        await hand.wait("knowledge for what is typed", lambda: hand.sees("knowledge.results"))
        results = hand.find(QListView, "knowledge.results")
        await hand.rest(0.8)
        hand.picture("typing-knowledge-follows")
        title = str(results.model().index(0, 0).data())
        await hand.press(Key.Key_F3)
        await hand.press(Key.Key_Down)
        await hand.press(Key.Key_Return)
        await hand.wait("the article", lambda: hand.reads(title))
        await hand.rest(0.4)
        hand.picture("article-beside-the-form")
        await hand.ctrl(Key.Key_C, shift=True)
        await hand.rest(0.4)
        await self._go_to("desk.form.category")
        await hand.write(self._category_of(title))
        await hand.rest(0.5)
        hand.picture("article-cited-category-by-code")
        await hand.press(Key.Key_Return)
        await hand.ctrl(Key.Key_Return)
        found: list[dict[str, Any]] = []

        def filed() -> bool:
            rows = self._witness.ask("agent01", "/v1/tickets?mine=true&limit=1")["items"]
            found[:] = [row for row in rows if not row["id"].startswith("past-")]
            return bool(found)

        await hand.wait("the ticket at the server", filed, 10)
        await hand.rest(0.5)
        hand.picture("filed")
        ticket = self._witness.ask("agent01", f"/v1/tickets/{found[0]['id']}")
        if ticket["call_id"] != call_id or ticket["status"] != "closed" or not ticket["cited_articles"]:
            raise LostError(f"the ticket is not as it was typed: {ticket['status']}, cited {ticket['cited_articles']}")
        return str(ticket["number"])

    def _category_of(self, title: str) -> str:
        articles = self._witness.ask("agent01", "/v1/articles?limit=500")["items"]
        return str(next(article["category"] for article in articles if article["title"] == title))

    async def _go_to(self, name: str) -> None:
        """Puts the focus into a part of the form by Tab, as a person would; by a click where Tab does not lead there."""
        hand = self._hand
        for _ in range(40):
            focus = hand.focus_name()
            if focus == name:
                return
            await hand.press(Key.Key_Tab)
        await hand.click(hand.find(QWidget, name))

    async def _wrap_up(self, call_id: str) -> None:
        hand = self._hand
        await hand.press(Key.Key_F12)
        await hand.wait("wrap-up", lambda: self._state() == "wrap_up", 15)
        await hand.rest(0.6)
        hand.picture("wrap-up")
        await hand.ctrl(Key.Key_W)
        await hand.rest(0.5)
        hand.picture("wrap-up-code")
        await hand.press(Key.Key_Return)
        await hand.rest(0.3)
        await hand.press(Key.Key_F9)
        await hand.wait("to be ready again", lambda: self._state() in ("ready", "ringing"), 15)
        ended = self._witness.ask("agent01", f"/v1/calls/{call_id}")
        if ended["state"] != "ended":
            raise LostError(f"the call is {ended['state']} after its end")

    def _state(self) -> str:
        return str((self._witness.ask("agent01", "/v1/snapshot")["me"] or {}).get("state", ""))

    async def _look_around(self) -> None:
        hand = self._hand
        await hand.press(Key.Key_F1)
        await hand.rest(0.6)
        hand.picture_of_uppermost("shortcuts")
        await hand.press(Key.Key_Escape)
        await hand.ctrl(Key.Key_K)
        await hand.write("gjj")
        await hand.rest(0.8)
        hand.picture("palette")
        await hand.press(Key.Key_Escape)
        await hand.rest(0.3)

    async def _score(self, call_id: str) -> None:
        hand = self._hand
        agents = hand.find(QComboBox, "quality.agent")
        await hand.wait("the agents to choose from", lambda: agents.count() > 1)
        await hand.click(agents)
        await hand.press(Key.Key_Escape)
        while "话务员01" not in agents.currentText():
            before = agents.currentText()
            await hand.press(Key.Key_Down)
            if agents.currentText() == before:
                raise LostError("the agent is not among those to choose from")
        await hand.ctrl(Key.Key_G)
        await hand.wait("the sample", lambda: self._rows() > 0, 15)
        await hand.rest(0.4)
        hand.picture("sample")
        await hand.press(Key.Key_Down)
        await hand.press(Key.Key_Return)
        await hand.wait("the recording", lambda: hand.sees("quality.waveform"), 20)
        await hand.rest(2.0)
        hand.picture("listening")
        await self._hold_the_recording(call_id)
        for _ in range(40):
            await hand.press(Key.Key_1)
            await hand.rest(0.05)
        await hand.rest(1.0)
        hand.picture("scored")
        await hand.ctrl(Key.Key_Return)
        await hand.rest(1.0)
        await hand.ctrl(Key.Key_Return, shift=True)

        def published() -> bool:
            items = self._witness.ask("inspector01", "/v1/evaluations?limit=20")["items"]
            return any(e["call_id"] == call_id and e["status"] == "published" for e in items)

        await hand.wait("the published evaluation", published, 10)
        await hand.rest(0.5)
        hand.picture("published")

    async def _hold_the_recording(self, call_id: str) -> None:
        """Sets a legal hold with its reason, and lifts it again."""
        hand = self._hand
        for reason, held in (("法院调取，待案件审结", True), ("案件已审结", False)):
            await hand.click(hand.find(QPushButton, "quality.hold"))
            await hand.wait("the question why", lambda: hand.sees("quality.custody_reason"))
            await hand.click(hand.find(QLineEdit, "quality.custody_reason"))
            await hand.write(reason)
            await hand.press(Key.Key_Return)
            await hand.wait(
                "the hold set, or lifted",
                lambda held=held: (  # type: ignore[misc]
                    self._witness.ask("inspector01", f"/v1/recordings/{call_id}/waveform")["on_hold"] == held
                ),
            )
            await hand.wait("it on the screen", lambda: not hand.sees("quality.custody_reason"))
            await hand.wait("who holds it", lambda held=held: hand.reads("法院调取") == held)  # type: ignore[misc]
            hand.picture("held" if held else "hold-lifted")
        await hand.click(hand.find(QWidget, "quality.waveform"))

    def _rows(self) -> int:
        views = [v for v in self._hand.all_of(QAbstractItemView) if v.isVisible() and v.model() is not None]
        return max((v.model().rowCount() for v in views if not isinstance(v.parent(), QComboBox)), default=0)

    async def _see_the_wall(self, ticket_number: str) -> None:
        hand = self._hand
        self._witness.set_speed(5.0)
        await hand.rest(4)
        hand.picture("wall")
        await WallStory(hand, self._witness).tell()
        wall = self._witness.ask("lead01", "/v1/wall")
        mine = next(a for a in wall["agents"] if a["account_id"] == "agent01")
        if mine["handled"] < 1:
            raise LostError("the wall does not count the call")
        await hand.press(Key.Key_F9)
        await hand.rest(2.5)
        hand.picture_of_uppermost("wall-display")
        await hand.press(Key.Key_Escape)
        await hand.rest(0.5)
        found = self._witness.ask("lead01", f"/v1/tickets/by-number/{ticket_number}")
        if found["number"] != ticket_number:
            raise LostError("the ticket cannot be found by its number")
