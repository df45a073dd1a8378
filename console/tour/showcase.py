"""The pictures of the README: the same work as in the tour, at a busy hour, and only the moments worth showing."""

import re
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QListView, QWidget

from console.tour.hand import Hand, Key
from console.tour.story import Story
from console.tour.witness import Witness

_FASTEST = 60.0
_BUSY = "09:40"
"""The morning's peak of the training day begins: callers wait."""
_LATER = "10:20"


class Showcase(Story):
    """Desk in a call, a call being scored, an article, a ticket on its way, the wall."""

    def __init__(self, hand: Hand, witness: Witness) -> None:
        super().__init__(hand, witness)
        self._hand = hand
        self._witness = witness

    async def tell(self) -> None:
        """Walks through the moments."""
        hand = self._hand
        await self._sign_in("agent01")
        await self._let_run_until(_BUSY)
        await self._show_the_desk()
        await self._sign_out()
        await self._sign_in("inspector01")
        await self._show_quality()
        await self._show_knowledge()
        await self._sign_out()
        await self._show_dispatch_and_ticket()
        await self._sign_in("lead01")
        await self._let_run_until(_LATER)
        await hand.rest(3)
        hand.picture("wall")

    async def _let_run_until(self, clock: str) -> None:
        self._witness.set_speed(_FASTEST)
        await self._hand.wait(f"{clock} of the training day", lambda: self._time_of_day() >= clock, 180)
        self._witness.set_speed(1.0)

    def _time_of_day(self) -> str:
        found = re.search(r"\d\d:\d\d", self._hand.find(QWidget, "top.training").accessibleName())
        return found[0] if found else ""

    async def _show_the_desk(self) -> None:
        hand = self._hand
        call_id = await self._take_a_call()
        await self._write_the_ticket(call_id)
        await self._wrap_up(call_id)
        await self._take_a_call()
        await hand.wait("more of the caller's words", lambda: len(self._heard()) > 90, 60)
        await self._go_to("desk.form.kind")
        await hand.press(Key.Key_2)
        await self._go_to("desk.form.content")
        await hand.write(re.sub(r"\d\d:\d\d:\d\d|\s+", "", self._heard())[-120:])
        await hand.wait("knowledge for what is typed", lambda: hand.sees("knowledge.results"))
        await hand.rest(1)
        results = hand.find(QListView, "knowledge.results")
        if results.model().rowCount():
            await self._cite_the_first(str(results.model().index(0, 0).data()))
        await self._let_callers_wait()
        await hand.rest(7)  # until the notice of the first ticket has gone
        hand.picture("desk")
        await hand.press(Key.Key_F12)
        await hand.rest(1)

    async def _let_callers_wait(self) -> None:
        self._witness.set_speed(10.0)
        for _ in range(60):
            if len(self._witness.ask("agent01", "/v1/snapshot")["queue"]) > 2:
                break
            await self._hand.rest(0.5)
        self._witness.set_speed(1.0)

    async def _cite_the_first(self, title: str) -> None:
        hand = self._hand
        await hand.press(Key.Key_F3)
        await hand.press(Key.Key_Down)
        await hand.press(Key.Key_Return)
        await hand.rest(0.5)
        await hand.ctrl(Key.Key_C, shift=True)
        await hand.rest(0.3)
        await self._go_to("desk.form.category")
        await hand.write(self._category_of(title))
        await hand.rest(0.3)
        await hand.press(Key.Key_Return)

    async def _show_dispatch_and_ticket(self) -> None:
        hand = self._hand
        await self._sign_in("dispatcher01")
        await hand.rest(1.5)
        hand.picture("dispatch")
        for _ in range(3):
            await hand.ctrl(Key.Key_PageDown)
        await hand.rest(1)
        await hand.ctrl(Key.Key_O)
        await hand.wait("the ticket's page", lambda: hand.sees("ticket.timeline"))
        await hand.rest(1.5)
        hand.picture("ticket")
        await self._sign_out()

    async def _show_quality(self) -> None:
        hand = self._hand
        await hand.ctrl(Key.Key_G)
        await hand.wait("the sample", lambda: self._rows() > 3, 15)
        await hand.press(Key.Key_Down)
        await hand.press(Key.Key_Return)
        await hand.wait("the recording", lambda: hand.sees("quality.waveform"), 20)
        await hand.rest(2)
        for answer in (Key.Key_1, Key.Key_1, Key.Key_2, Key.Key_1, Key.Key_1, Key.Key_3, Key.Key_1, Key.Key_1):
            await hand.press(answer)
            await hand.rest(0.1)
        await hand.rest(1)
        hand.picture("quality")

    async def _show_knowledge(self) -> None:
        hand = self._hand
        await hand.click(hand.find(QWidget, "rail.knowledge"))
        await hand.rest(1)
        await hand.ctrl(Key.Key_F)
        await hand.write("gjj")
        await hand.rest(1)
        await hand.press(Key.Key_Down)
        await hand.press(Key.Key_Return)
        await hand.rest(1)
        hand.picture("knowledge")


def make_small(taken: Path, folder: Path) -> None:
    """Puts the pictures that the README shows into a folder, without their numbers and with few enough colours to be small."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("desk", "quality", "knowledge", "dispatch", "ticket", "wall"):
        (file,) = taken.glob(f"[0-9]*-{name}.png")
        with Image.open(file) as picture:
            small = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            small.save(folder / f"{name}.png", optimize=True)
