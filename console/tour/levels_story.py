"""An appeal from the government portal through all three levels and back to its citizen the same way.

The portal sends it signed; the district dispatches it to a town, the town delegates it to a village, the village does it and
replies, the district approves, an inspector asks the citizen, and the portal's citizen reads the reply by number and code.
"""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from console.tour.hand import Key, LostError
from console.tour.work_story import WorkStory

_DISPATCHER, _TOWN_HANDLER, _VILLAGE_HANDLER = "dispatcher01", "handler02", "handler03"
_TOWN, _VILLAGE = "T440605011", "V440605011001"
_TITLE = "社区门口路灯不亮"
_CONTENT = "社区门口三盏路灯已经一周不亮，晚上老人和小孩出入不便，希望尽快维修。"
_CONTACT = "已致电来电人，约定今晚到现场查看。"
_REPLY = "社区已联系路灯维护单位更换三盏灯具，今晚恢复照明，并已向您说明。"
_PLEASED = "灯已经亮了，谢谢。"


class LevelsStory(WorkStory):
    """Told after the dispatch of a tour."""

    async def tell(self) -> None:
        """Walks through all steps."""
        receipt = self.witness.appeal(
            {
                "external_id": "tour-appeal",
                "sender": {"name": "陈女士", "number": "16100000088"},
                "kind": "complaint",
                "town": _TOWN.removeprefix("T"),
                "village": _VILLAGE.removeprefix("V"),
                "title": _TITLE,
                "content": _CONTENT,
            }
        )
        ticket_id, number = receipt["ticket_id"], receipt["number"]
        await self.sign_in(_DISPATCHER)
        await self._dispatch(ticket_id, number)
        await self.sign_out()
        await self.sign_in(_TOWN_HANDLER)
        await self._delegate(ticket_id, number)
        await self.sign_out()
        await self.sign_in(_VILLAGE_HANDLER)
        await self._handle(ticket_id, number)
        await self.sign_out()
        await self.sign_in(_DISPATCHER)
        await self.approve(ticket_id, number)
        await self.sign_out()
        await self.sign_in("inspector01")
        await self._ask_the_citizen(ticket_id, number)
        await self.sign_out()
        self._read_as_citizen(receipt)

    async def _dispatch(self, ticket_id: str, number: str) -> None:
        hand = self.hand
        await hand.wait("the work list", lambda: hand.sees("dispatch.list.dispatch"))
        await hand.rest(1.0)
        await self.go_to(number)
        await hand.rest(0.6)
        hand.picture("appeal-from-the-portal")
        await hand.press(Key.Key_F3)
        await hand.write(_TOWN)
        await hand.press(Key.Key_Return)
        await hand.wait("the town", lambda: hand.find(QLineEdit, "dispatch.unit").text())
        if not hand.find(QLineEdit, "dispatch.category").text():
            # The portal gave none: the dispatcher does.
            await hand.click(hand.find(QLineEdit, "dispatch.category"))
            await hand.write("060401")
            await hand.press(Key.Key_Return)
        await hand.press(Key.Key_F2)
        await hand.wait("the dispatch at the server", lambda: self.state(ticket_id)["status"] == "dispatched")
        if self.state(ticket_id)["unit"] != _TOWN:
            raise LostError("it did not go to the town")

    async def _delegate(self, ticket_id: str, number: str) -> None:
        hand = self.hand
        await hand.wait("the town's lists", lambda: hand.sees("tasks.list.sign"))
        await hand.rest(1.0)
        await self.go_to(number)
        await hand.rest(0.5)
        await hand.press(Key.Key_F7)
        await hand.wait("the form", lambda: hand.sees("work.form.unit"))
        await hand.rest(0.3)
        await hand.write(_VILLAGE)
        await hand.rest(0.3)
        hand.picture("town-delegates-to-the-village")
        await hand.press(Key.Key_Return)
        await hand.ctrl(Key.Key_Return)
        await hand.wait("the delegation at the server", lambda: self.state(ticket_id)["unit"] == _VILLAGE)

    async def _handle(self, ticket_id: str, number: str) -> None:
        hand = self.hand
        await hand.wait("the village's lists", lambda: hand.sees("tasks.list.sign"))
        await hand.rest(1.0)
        await self.go_to(number)
        await hand.rest(0.5)
        await hand.press(Key.Key_F2)
        await hand.wait("the signature at the server", lambda: self.state(ticket_id)["status"] == "handling")
        await hand.rest(0.6)
        await hand.press(Key.Key_F3)
        await self.write_words(_CONTACT)
        await hand.ctrl(Key.Key_Return)
        await hand.wait("the contact at the server", lambda: "contact" in self._actions(ticket_id))
        await hand.rest(0.6)
        hand.picture("village-contacted-the-citizen")
        await hand.press(Key.Key_F2)
        await self.write_words(_REPLY)
        await hand.ctrl(Key.Key_Return)
        await hand.wait("the reply at the server", lambda: self.state(ticket_id)["status"] == "review")

    async def _see_the_whole(self) -> None:
        """Looks at all that was said and done before asking, and comes back to the same citizen."""
        hand = self.hand
        await hand.ctrl(Key.Key_O)
        await hand.wait("the ticket's page", lambda: hand.sees("ticket.timeline"))
        await hand.wait("its story", lambda: hand.reads(_TITLE))
        await hand.rest(1.2)
        hand.picture("the-whole-ticket")
        await hand.click(hand.find(QWidget, "rail.followup"))
        await hand.rest(0.5)

    async def _ask_the_citizen(self, ticket_id: str, number: str) -> None:
        hand = self.hand
        await hand.click(hand.find(QWidget, "rail.followup"))
        await hand.rest(1.2)
        await self.go_to(number)
        await hand.rest(0.5)
        await self._see_the_whole()
        await hand.press(Key.Key_F2)
        await hand.wait("the questions", lambda: hand.sees("work.form.reached"))
        for answer in (Key.Key_1, Key.Key_1, Key.Key_1, Key.Key_1):
            await hand.press(answer)
            await hand.press(Key.Key_Tab)
        await hand.write(_PLEASED)
        await hand.rest(0.4)
        hand.picture("asking-the-citizen")
        await hand.ctrl(Key.Key_Return)
        await hand.wait("the follow-up at the server", lambda: self.state(ticket_id)["status"] == "closed")
        wanted = ["accept", "dispatch", "delegate", "sign_in", "contact", "reply", "approve", "follow_up"]
        # Signing out hands what lay with a handler to the unit's pool, which the trail says too.
        actions = [action for action in self._actions(ticket_id) if action != "assign"]
        if actions[-7:] != wanted[-7:]:
            raise LostError(f"the trail says {actions}")
        await hand.rest(0.5)

    def _actions(self, ticket_id: str) -> list[str]:
        return [str(step["action"]) for step in self.state(ticket_id)["steps"]]

    def _read_as_citizen(self, receipt: dict[str, Any]) -> None:
        seen = self.witness.public_status(receipt["number"], receipt["code"])
        told = [(each["notice"], each["words"]) for each in seen["history"]]
        if seen["status"] != "closed" or not any(_REPLY in words for _notice, words in told):
            raise LostError(f"the citizen reads {seen['status']}: {told}")
