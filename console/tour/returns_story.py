"""A unit objects to a ticket that is not its own, and asks for more time for another one; the dispatcher decides both."""

from typing import Any

from PySide6.QtWidgets import QLineEdit

from console.tour.hand import Key, LostError
from console.tour.work_story import WorkStory

_UNIT, _OTHER_UNIT = "D06", "D04"
_DISPATCHER, _HANDLER = "dispatcher01", "handler01"
_WHY_NOT_OURS = "占道停车由公安交警处理，不属于本单位职责，建议转派。"
_WHY_LATER = "需要会同街道现场勘查，请延期。"
_UPHELD = "理由成立，改派。"
_GRANTED = "同意延期，请按期办结。"


class ReturnsStory(WorkStory):
    """Told after the dispatch of a tour."""

    async def tell(self) -> None:
        """Walks through all steps."""
        returned = self.witness.file_ticket("agent01", self._ticket("tour-returned", "小区门口长期占道停车"))
        extended = self.witness.file_ticket("agent01", self._ticket("tour-extended", "绿地被硬化改作停车位"))
        await self.sign_in(_HANDLER)
        await self._return(returned)
        await self._ask_for_time(extended)
        await self.sign_out()
        await self.sign_in(_DISPATCHER)
        await self._uphold(returned)
        await self._grant(extended)
        await self.sign_out()

    def _ticket(self, ticket_id: str, title: str) -> dict[str, Any]:
        village = next(place for place in self.witness.ask("agent01", "/v1/catalogue")["places"] if place["parent"])
        return {
            **{"id": ticket_id, "finish": "dispatch", "unit": _UNIT, "kind": "complaint", "category": "060401"},
            **{"town": village["parent"], "village": village["code"], "caller_number": "16100000066"},
            **{"title": title, "content": f"来电人反映：{title}，希望尽快处理。", "urgency": "urgent"},
        }

    async def _return(self, ticket: dict[str, Any]) -> None:
        hand = self.hand
        await hand.wait("the handler's lists", lambda: hand.sees("tasks.list.sign"))
        await hand.rest(1.0)
        await self.go_to(ticket["number"])
        await hand.rest(0.4)
        await hand.press(Key.Key_F9)
        await self.write_words(_WHY_NOT_OURS, "reason")
        await hand.rest(0.3)
        hand.picture("returned-with-a-reason")
        await hand.ctrl(Key.Key_Return)
        await hand.wait("the return at the server", lambda: self.state(ticket["id"])["pending"] == "return")

    async def _ask_for_time(self, ticket: dict[str, Any]) -> None:
        hand = self.hand
        await hand.rest(0.6)
        await self.go_to(ticket["number"])
        await hand.rest(0.4)
        await hand.press(Key.Key_F2)
        await hand.wait("the signature at the server", lambda: self.state(ticket["id"])["status"] == "handling")
        await hand.rest(0.8)
        await hand.press(Key.Key_F10)
        await hand.wait("the form", lambda: hand.sees("work.form.amount"))
        for _ in range(2):
            await hand.press(Key.Key_Tab)
        await self.write_words(_WHY_LATER, "reason")
        await hand.rest(0.3)
        hand.picture("asking-for-more-time")
        await hand.ctrl(Key.Key_Return)
        await hand.wait("the wish at the server", lambda: self.state(ticket["id"])["pending"] == "extension")

    async def _uphold(self, ticket: dict[str, Any]) -> None:
        hand = self.hand
        await self.go_to_list("dispatch.list.dispatch", 1)
        await self.go_to(ticket["number"])
        await hand.rest(0.6)
        hand.picture("return-under-review")
        await hand.press(Key.Key_F2)
        await self._decide(_UPHELD)
        await hand.wait("the decision at the server", lambda: not self.state(ticket["id"])["pending"])
        await hand.rest(0.8)
        await hand.press(Key.Key_F3)
        await hand.write(_OTHER_UNIT)
        await hand.press(Key.Key_Return)
        await hand.wait("the other unit", lambda: hand.find(QLineEdit, "dispatch.unit").text())
        await hand.press(Key.Key_F2)
        await hand.wait("the dispatch at the server", lambda: self.state(ticket["id"])["status"] == "dispatched")
        if self.state(ticket["id"])["unit"] != _OTHER_UNIT:
            raise LostError("it did not go to the other unit")

    async def _grant(self, ticket: dict[str, Any]) -> None:
        hand = self.hand
        before = self._finish_by(ticket["id"])
        await hand.ctrl(Key.Key_PageDown)
        await hand.rest(1.0)
        await self.go_to(ticket["number"])
        await hand.rest(0.6)
        hand.picture("extension-under-review")
        await hand.press(Key.Key_F2)
        await self._decide(_GRANTED)
        await hand.wait("the decision at the server", lambda: not self.state(ticket["id"])["pending"])
        if self._finish_by(ticket["id"]) <= before:
            raise LostError("the limit did not become later")

    async def _decide(self, words: str) -> None:
        """Writes down why, where the step asks for it."""
        hand = self.hand
        await hand.rest(0.4)
        if hand.sees("work.form.reason"):
            await self.write_words(words, "reason")
            await hand.ctrl(Key.Key_Return)

    def _finish_by(self, ticket_id: str) -> str:
        clocks = self.witness.ask(_DISPATCHER, f"/v1/tickets/{ticket_id}/clocks")
        return max(str(clock["due_at"]) for clock in clocks if clock["kind"] == "finish" and clock["due_at"])
