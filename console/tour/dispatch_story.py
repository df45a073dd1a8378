"""One ticket from hand to hand: dispatched by one key, signed for, replied to, approved. Each step is checked through the API."""

from typing import Any

from PySide6.QtWidgets import QLineEdit

from console.tour.hand import Key, LostError
from console.tour.work_story import WorkStory

_UNIT, _UNIT_INITIALS = "D06", "qcsgl"
_DISPATCHER, _HANDLER = "dispatcher01", "handler01"
_TITLE = "流动摊贩占用人行道"
_CONTENT = "来电人反映：放学时段有流动摊贩在人行道上摆卖，行人只能走到机动车道上，希望加强巡查。"
_REPLY = "已派员到现场劝离摊贩，并在放学时段安排定点值守。已电话告知来电人处理情况。"


class DispatchStory(WorkStory):
    """Told between the desk and the quality of a tour."""

    async def tell(self) -> None:
        """Walks through all steps, beginning and ending with nobody signed in."""
        suggested = self.witness.file_ticket("agent01", self._ticket("tour-suggested"))
        chosen = self.witness.file_ticket("agent01", self._ticket("tour-chosen"))
        await self.sign_in(_DISPATCHER)
        await self._accept_the_suggestion(suggested)
        await self._choose_another_unit(chosen)
        await self.sign_out()
        await self.sign_in(_HANDLER)
        await self._reply(chosen)
        await self.sign_out()
        await self.sign_in(_DISPATCHER)
        await self._approve(chosen)
        await self.sign_out()

    def _ticket(self, ticket_id: str) -> dict[str, Any]:
        """Returns what an agent files for a dispatcher, of a category that the unit usually solves."""
        catalogue = self.witness.ask("agent01", "/v1/catalogue")
        category = next(c["code"] for c in catalogue["categories"] if c["unit"] == _UNIT and len(c["code"]) == 6)
        village = next(place for place in catalogue["places"] if place["parent"])
        return {
            "id": ticket_id,
            "finish": "accept",
            "kind": "complaint",
            "category": category,
            "town": village["parent"],
            "village": village["code"],
            "title": _TITLE,
            "content": _CONTENT,
            "urgency": "urgent",
            "caller_number": "16100000077",
        }

    async def _accept_the_suggestion(self, ticket: dict[str, Any]) -> None:
        hand = self.hand
        await hand.wait("the work list", lambda: hand.sees("dispatch.list.dispatch"))
        await hand.rest(1.0)
        await self.go_to(ticket["number"])
        unit = hand.find(QLineEdit, "dispatch.unit")
        await hand.wait("the suggested unit", lambda: unit.text())
        await hand.rest(0.6)
        hand.picture("dispatch-suggestion-with-reasons")
        wanted = self.witness.ask(_DISPATCHER, f"/v1/tickets/{ticket['id']}/suggestion")["units"][0]["unit"]
        before = hand.pressed
        await hand.press(Key.Key_F2)
        self.at_most("accepting the suggestion", before, 2)
        await hand.wait("the dispatch at the server", lambda: self.state(ticket["id"])["status"] == "dispatched")
        if self.state(ticket["id"])["unit"] != wanted:
            raise LostError("it did not go where the suggestion said")
        await hand.rest(0.5)
        hand.picture("dispatched-by-one-key-next-one-there")

    async def _choose_another_unit(self, ticket: dict[str, Any]) -> None:
        hand = self.hand
        await self.go_to(ticket["number"])
        await hand.rest(0.5)
        before = hand.pressed
        await hand.press(Key.Key_F3)
        for letter in _UNIT_INITIALS[:3]:
            await hand.write(letter)
        await hand.press(Key.Key_Return)
        await hand.press(Key.Key_F2)
        self.at_most("choosing another unit", before, 6)
        await hand.wait("the dispatch at the server", lambda: self.state(ticket["id"])["status"] == "dispatched")
        if self.state(ticket["id"])["unit"] != _UNIT:
            raise LostError("it did not go to the unit that was chosen")

    async def _reply(self, ticket: dict[str, Any]) -> None:
        hand = self.hand
        await hand.wait("the handler's lists", lambda: hand.sees("tasks.list.sign"))
        await hand.rest(1.0)
        await self.go_to(ticket["number"])
        await hand.rest(0.4)
        hand.picture("tasks-to-sign-for")
        await hand.press(Key.Key_F2)
        await hand.wait("the signature at the server", lambda: self.state(ticket["id"])["status"] == "handling")
        await hand.rest(0.8)
        await hand.press(Key.Key_F2)
        await self.write_words(_REPLY)
        await hand.rest(0.4)
        hand.picture("reply-being-written")
        await hand.ctrl(Key.Key_Return)
        await hand.wait("the reply at the server", lambda: self.state(ticket["id"])["status"] == "review")
        if self.state(ticket["id"])["answer"] != _REPLY:
            raise LostError("the reply is not as it was typed")
        await hand.rest(0.4)
        hand.picture("replied")

    async def _approve(self, ticket: dict[str, Any]) -> None:
        hand = self.hand
        await self.approve(ticket["id"], ticket["number"], "reply-under-review")
        # Signing out hands what lay with the handler to the unit's pool, which the trail says too.
        actions = [step["action"] for step in self.state(ticket["id"])["steps"] if step["action"] != "assign"]
        if actions != ["accept", "dispatch", "sign_in", "reply", "approve"]:
            raise LostError(f"the trail says {actions}")
        await hand.rest(0.5)
        hand.picture("approved")
