"""Many voices, one matter: repeated appeals are merged, the matter is made known, and its one reply reaches everybody.

Then a leader's instruction about a ticket: entered, seen by who handles it, and on the sheet of the week.
"""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTabWidget, QWidget

from console.tour.hand import Key, LostError
from console.tour.work_story import WorkStory

_DISPATCHER, _SUPERVISOR = "dispatcher01", "supervisor01"
_TITLE = "桂澜路供水主管爆裂停水"
_ANOTHER = "河道排污口夜间排放污水"
_WORDS = "已知悉桂澜路停水，抢修队已到现场，预计今晚恢复供水。"
_REPLY = "主管已修复，现已恢复供水，给您带来不便请谅解。"
_LEADER, _DOCUMENT = "区政府办公室", "批示〔2026〕12号"
_INSTRUCTION = "请查明排污来源，依法处理，限期报告。"


class MattersStory(WorkStory):
    """Told after the returns of a tour."""

    async def tell(self) -> None:
        """Walks through all steps."""
        main, voice, another = (self.witness.file_ticket("agent01", self._ticket(n)) for n in (1, 2, 3))
        await self.sign_in(_DISPATCHER)
        await self._merge(main, voice)
        await self._make_known(main, voice)
        await self.sign_out()
        await self.sign_in(_SUPERVISOR)
        await self._instruct(another)
        await self.sign_out()

    def _ticket(self, n: int) -> dict[str, Any]:
        title = _TITLE if n < 3 else _ANOTHER
        village = next(place for place in self.witness.ask("agent01", "/v1/catalogue")["places"] if place["parent"])
        return {
            **{"id": f"tour-voice-{n}", "finish": "accept", "kind": "complaint", "category": "060401"},
            **{"town": village["parent"], "village": village["code"], "caller_number": f"1610000003{n}"},
            **{"title": title, "content": f"来电人反映：{title}，希望尽快处理。", "urgency": "urgent"},
        }

    async def _merge(self, main: dict[str, Any], voice: dict[str, Any]) -> None:
        hand = self.hand
        await self.go_to_list("dispatch.list.dispatch", 0)
        await self.go_to(voice["number"])
        await hand.wait("what it likely repeats", lambda: hand.sees("dispatch.alike"))
        await hand.rest(0.4)
        hand.picture("likely-the-same-as-another")
        before = hand.pressed
        await hand.ctrl(Key.Key_M)
        await hand.wait("the form", lambda: hand.sees("work.form.into"))
        await hand.ctrl(Key.Key_Return)
        self.at_most("merging into what it repeats", before, 2)
        await hand.wait("the merge at the server", lambda: self.state(voice["id"])["status"] == "merged")
        if self.state(voice["id"])["merged_into"] != main["id"]:
            raise LostError("it was merged into another ticket")

    async def _make_known(self, main: dict[str, Any], voice: dict[str, Any]) -> None:
        hand = self.hand
        await hand.rest(0.6)
        # The next one is open by now; the main ticket stands above it.
        for _ in range(3):
            await hand.press(Key.Key_Up)
        await self.go_to(main["number"])
        await hand.rest(0.4)
        await hand.ctrl(Key.Key_M, shift=True)
        await hand.wait("the form of the matter", lambda: hand.sees("matters.form.words"))
        await hand.rest(0.4)
        await hand.click(hand.find(QPlainTextEdit, "matters.form.words"))
        await hand.write(_WORDS)
        await hand.ctrl(Key.Key_S)
        await hand.wait("the matter at the server", lambda: self._is_known(main["id"]))
        await hand.rest(0.8)
        hand.picture("known-matter-with-the-words-to-say")
        await hand.ctrl(Key.Key_R)
        await hand.write(_REPLY)
        await hand.rest(0.3)
        hand.picture("one-reply-to-everybody")
        await hand.click(hand.find(QWidget, "matters.reply_to_all"))
        await hand.wait("the end of the matter", lambda: not self._is_known(main["id"]))
        for ticket in (main, voice):
            last = self.state(ticket["id"])["steps"][-1]
            if (last["action"], last["text"]) != ("matter_replied", _REPLY):
                raise LostError(f"{ticket['number']} was not answered with the matter's reply")

    def _is_known(self, ticket_id: str) -> bool:
        return any(matter["ticket_id"] == ticket_id for matter in self.witness.ask(_DISPATCHER, "/v1/matters"))

    async def _instruct(self, ticket: dict[str, Any]) -> None:
        hand = self.hand
        await hand.click(hand.find(QWidget, "rail.supervision"))
        await hand.rest(1.0)
        await hand.ctrl(Key.Key_N)
        await hand.wait("the form", lambda: hand.sees("supervision.form.number"))
        for name, words in (("number", ticket["number"]), ("leader", _LEADER), ("document", _DOCUMENT)):
            await hand.click(hand.find(QLineEdit, f"supervision.form.{name}"))
            await hand.write(words)
        await hand.press(Key.Key_Tab)
        await hand.write(_INSTRUCTION)
        await hand.rest(0.3)
        hand.picture("instruction-being-entered")
        await hand.ctrl(Key.Key_Return)
        await hand.wait("the instruction at the server", lambda: self.state(ticket["id"], _SUPERVISOR)["supervised"])
        await hand.rest(0.8)
        hand.picture("instructions-in-their-list")
        tabs = hand.find(QTabWidget, "supervision.tabs")
        shown = tabs.currentIndex()
        await hand.ctrl(Key.Key_PageDown)
        await hand.wait("the rates", lambda: tabs.currentIndex() != shown)
        await hand.rest(1.2)
        hand.picture("rates-by-unit")
