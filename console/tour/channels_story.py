"""An e-mail, a row of a message board, a request of an app and a sensor's alarm, each handled and answered the way it came.

They come in from real servers that the tour starts. The district dispatches them, a department and a village handle them, the
district approves; then the letter, the board's file and the app's history are looked at. A sensor is told nothing: its ticket
goes to its grid's inspector by itself, and is over when the reply is approved and asked about.
"""

import sys
from typing import Any

from PySide6.QtWidgets import QLineEdit

from console.tour.hand import Key, LostError
from console.tour.outside import Outside, missing
from console.tour.work_story import WorkStory

_DISPATCHER, _HANDLER, _INSPECTOR = "dispatcher01", "handler01", "handler03"
_UNIT, _LAMPS, _CHARGING = "D06", "060401", "120202"
_TOWN, _VILLAGE, _VILLAGE_UNIT = "440605011", "440605011001", "V440605011001"
_MAIL, _BOARD, _APP, _ALARM = "公园步道地砖松动", "地铁站口共享单车乱停", "天桥底路灯长期不亮", "桂一车棚烟感 烟雾"
_CATEGORIES = {_MAIL: "060302", _BOARD: "060404", _APP: _LAMPS}
_KIND, _PLACE = "complaint", "桂城街道"
"""By its code, which finds it in a window of either language; places are called the same in both."""
_WORDS = "已发现多日，影响通行，希望尽快处理。"
_REPLIES = {
    _MAIL: "步道地砖已重新铺设，可正常通行。",
    _BOARD: "站口单车已清理，并增设停放区。",
    _APP: "天桥底灯具已更换，恢复照明。",
    _ALARM: "现场核查为充电器过热冒烟，已断电更换并复位。",
}


class ChannelsStory(WorkStory):
    """Told after the levels of a tour; left out, with a word, where a server is not installed."""

    async def tell(self) -> None:
        """Walks through all steps."""
        if lacking := missing():
            print(f"tour: without e-mail, board, app and sensors: {lacking} missing", file=sys.stderr)  # noqa: T201
            return
        with Outside(self.witness) as outside:
            found = await self._come_in(outside)
            await self._dispatch(found)
            await self._handle(found)
            await self._approve(found)
            await self._went_back(outside, found)

    async def _come_in(self, outside: Outside) -> dict[str, dict[str, Any]]:
        """Sends one by each channel; returns the tickets by their title."""
        people = self.witness.ask("admin", "/v1/accounts")["items"]
        inspector = next(person["id"] for person in people if person["username"] == _INSPECTOR)
        grid = {"name": "桂一车棚烟感", "town": _TOWN, "village": _VILLAGE, "grid": "桂一第3网格"}
        outside.open_channels({**grid, "unit": _VILLAGE_UNIT, "handler_id": inspector}, _CHARGING)
        outside.write_mail(_MAIL, f"{_MAIL}，{_WORDS}")
        outside.drop_board_file("188006", _BOARD, f"{_BOARD}，{_WORDS}")
        outside.report(_LAMPS, f"{_APP}，{_WORDS}")
        found: dict[str, dict[str, Any]] = {}

        def is_there() -> bool:
            if _ALARM not in found:
                # Once it is heard, the same alarm again is the same matter.
                outside.raise_alarm()
            for row in self.witness.ask(_DISPATCHER, "/v1/tickets?limit=20")["items"]:
                title = next((title for title in _REPLIES if row["title"].startswith(title)), "")
                if title:
                    found[title] = self.state(row["id"])
            return len(found) == len(_REPLIES)

        await self.hand.wait("a ticket by each channel", is_there, 60)
        came = {title: row["channel"] for title, row in found.items()}
        if came != {_MAIL: "email", _BOARD: "board", _APP: "open311", _ALARM: "sensor"}:
            raise LostError(f"they came by {came}")
        return found

    async def _dispatch(self, found: dict[str, dict[str, Any]]) -> None:
        hand = self.hand
        await self.sign_in(_DISPATCHER)
        await self.go_to_list("dispatch.list.dispatch", 0)
        for title in (_MAIL, _BOARD, _APP):
            ticket = found[title]
            await self.go_from_the_top(ticket["number"])
            await hand.rest(0.5)
            hand.picture(f"came-by-{ticket['channel']}")
            await hand.press(Key.Key_F3)
            await hand.write(_UNIT)
            await hand.press(Key.Key_Return)
            await hand.wait("the unit", lambda: hand.find(QLineEdit, "dispatch.unit").text())
            if not hand.find(QLineEdit, "dispatch.category").text():
                await hand.click(hand.find(QLineEdit, "dispatch.category"))
                await hand.write(_CATEGORIES[title])
                await hand.press(Key.Key_Return)
            for field, words in (("dispatch.kind", _KIND), ("dispatch.place", _PLACE)):
                if hand.sees(field):
                    await hand.click(hand.find(QLineEdit, field))
                    await hand.write(words)
                    await hand.press(Key.Key_Return)
            await hand.press(Key.Key_F2)
            await self._until(ticket, "dispatched")
        await self.sign_out()

    async def _handle(self, found: dict[str, dict[str, Any]]) -> None:
        """The department has three of them; the alarm has found its grid's inspector by itself."""
        for who, titles in ((_HANDLER, (_MAIL, _BOARD, _APP)), (_INSPECTOR, (_ALARM,))):
            await self.sign_in(who)
            await self.go_to_list("tasks.list.sign", 0)
            for title in titles:
                await self._answer(found[title], _REPLIES[title])
            await self.sign_out()

    async def _answer(self, ticket: dict[str, Any], reply: str) -> None:
        hand = self.hand
        await self.go_from_the_top(ticket["number"])
        await hand.rest(0.4)
        await hand.press(Key.Key_F2)
        await self._until(ticket, "handling")
        await hand.rest(0.8)
        await hand.press(Key.Key_F2)
        await self.write_words(reply)
        if ticket["channel"] in ("email", "sensor"):
            await hand.rest(0.3)
            hand.picture(f"reply-to-{ticket['channel']}")
        await hand.ctrl(Key.Key_Return)
        await self._until(ticket, "review")
        await hand.rest(0.6)

    async def _approve(self, found: dict[str, dict[str, Any]]) -> None:
        hand = self.hand
        await self.sign_in(_DISPATCHER)
        await self.go_to_list("dispatch.list.review", 3)
        for ticket in found.values():
            await self.go_from_the_top(ticket["number"])
            await hand.rest(0.4)
            await hand.press(Key.Key_F2)
            await self._until(ticket, "follow_up", "closed")
            await hand.rest(0.4)
        await self.sign_out()

    async def _went_back(self, outside: Outside, found: dict[str, dict[str, Any]]) -> None:
        """Looks where each citizen looks."""
        hand, number = self.hand, found[_APP]["number"]
        await hand.wait("the reply by e-mail", lambda: self._is_written(outside))
        await hand.wait(
            "the board's file for upload",
            lambda: any(
                row[:2] == ["188006", found[_BOARD]["number"]] and _REPLIES[_BOARD] in row[2]
                for row in outside.board_replies()
            ),
        )
        history = outside.app_request(number)["extended_attributes"]["status_history"]
        if not any(_REPLIES[_APP] in str(each["description"]) for each in history):
            raise LostError(f"the app reads {history}")
        told = self.witness.ask(_DISPATCHER, f"/v1/tickets/{found[_ALARM]['id']}/correspondence")["told"]
        if any(each["state"] in ("waiting", "sent") for each in told):
            raise LostError(f"a sensor was told {told}")

    def _is_written(self, outside: Outside) -> bool:
        for letter in outside.letters():
            body = letter.get_body(("plain",)) if hasattr(letter, "get_body") else None
            if body is not None and _REPLIES[_MAIL] in body.get_content():
                return "<tour-letter@example.org>" in str(letter["References"])
        return False

    async def _until(self, ticket: dict[str, Any], *states: str) -> None:
        what = f"{ticket['number']} to be {states[0]}"
        await self.hand.wait(what, lambda: self.state(ticket["id"])["status"] in states)
