"""One call at the real windows, as a program of its own: a citizen's telephone, a real Asterisk, an agent's keys, an inspector's keys.

``python -m tests.e2e.real_call VERSION FOLDER`` walks it through and writes what a test wants to know to ``seen.json`` there.
"""

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox

from console.tour.hand import Hand, Key
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.quality import scorecards
from tests.e2e.window import Desk, at_the_desk, go_to, sign_in
from tests.services.server import district as catalogue
from tests.services.server.conftest import PASSWORD
from tests.services.server.empty import put_sqlite
from tests.services.server.pbx.district import District, tongfu
from tests.services.server.quality.conftest import CARD
from tests.services.telephony.asterisk.phone import Phone

CITIZEN, ANNA, BO = 440, 700, 900
"""The tones (Hz) that stand for the three voices."""


class Walk:
    """The agent ``anna`` and the inspector work by keys; the colleague ``bo`` has a telephone and a console without a window."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._anna = district.pbx.phone("anna")
        self._bo = district.pbx.phone("bo")
        self._anna.tone, self._bo.tone = ANNA, BO
        self._colleague = district.console("bo")
        self._lead = district.console("lead")
        self._inspector = district.console("inspector")
        self._citizen = district.pbx.citizen("013800000042", CITIZEN)
        self.seen: dict[str, Any] = {}

    async def __call__(self, desk: Desk) -> dict[str, Any]:
        """Does all of it."""
        hand = desk.hand
        call_id = await self._answer(hand)
        await self._write_the_ticket(hand)
        await self._hold(hand)
        await self._talk_of_three(hand)
        await self._hand_over(hand, call_id)
        await self._wrap_up(hand)
        await hand.ctrl(Key.Key_Q, shift=True)
        await hand.rest(0.5)
        await self._score(hand, call_id)
        return self.seen

    async def _answer(self, hand: Hand) -> str:
        await hand.press(Key.Key_F9)
        await hand.wait("to be ready", lambda: self._lead.state_of("anna") == "ready")
        self._citizen.dial("12345")
        await hand.wait("the pop-up", lambda: hand.sees("desk.call.answer"), 20)
        await hand.press(Key.Key_F2)
        await hand.wait("both voices", lambda: hears(self._citizen, ANNA) and hears(self._anna, CITIZEN))
        self.seen["call"] = call_id = str(self._wall()["call_id"])
        return call_id

    async def _write_the_ticket(self, hand: Hand) -> None:
        await go_to(hand, "desk.form.kind")
        await hand.press(Key.Key_2)
        await go_to(hand, "desk.form.content")
        await hand.write("市民反映工地凌晨两点仍在打桩，影响休息，请尽快处理。")
        await go_to(hand, "desk.form.title")
        await hand.write("夜间施工噪音扰民")
        await go_to(hand, "desk.form.category")
        await hand.write("060101")
        await hand.rest(0.5)
        await hand.press(Key.Key_Return)
        await go_to(hand, "desk.form.town")
        await hand.write("桂城")
        await hand.rest(0.5)
        await hand.press(Key.Key_Return)
        hand.picture("ticket")
        await hand.ctrl(Key.Key_Return, shift=True)
        inspector = self._inspector
        await hand.wait("the ticket at the server", lambda: inspector.get("/v1/tickets?limit=5")["items"])
        (row,) = inspector.get("/v1/tickets?limit=5")["items"]
        self.seen["ticket"] = inspector.get(f"/v1/tickets/{row['id']}")

    async def _hold(self, hand: Hand) -> None:
        await hand.press(Key.Key_F4)
        await hand.wait("silence for who is held", lambda: not hears(self._citizen, ANNA))
        await hand.rest(0.5)
        await hand.press(Key.Key_F4)
        await hand.wait("the voice again", lambda: hears(self._citizen, ANNA))

    async def _talk_of_three(self, hand: Hand) -> None:
        self._colleague.be("ready")
        await hand.rest(0.5)
        await hand.shift(Key.Key_F7)
        await self._pick(hand, "bo")
        await hand.wait("the colleague's telephone", lambda: self._bo.ringing)
        self._bo.pick_up()
        await hand.wait("the colleague alone", lambda: hears(self._anna, BO) and hears(self._bo, ANNA))
        await hand.rest(0.5)
        self.seen["citizen heard the consultation"] = hears(self._citizen, ANNA) or hears(self._citizen, BO)
        await hand.press(Key.Key_F8)
        three = (self._citizen, self._anna, self._bo)
        await hand.wait("all three", lambda: all(hears(a, b.tone) for a in three for b in three if a is not b), 20)
        hand.picture("conference")
        self._bo.hang_up()
        await hand.wait("two again", lambda: hears(self._citizen, ANNA) and not hears(self._citizen, BO))

    async def _hand_over(self, hand: Hand, call_id: str) -> None:
        await self._colleague_ready(hand)
        await hand.press(Key.Key_F7)
        await self._pick(hand, "bo")
        await hand.wait("the colleague's telephone", lambda: self._bo.ringing, 20)
        self._colleague.act(call_id, "answer")
        await hand.wait("the colleague's voice", lambda: hears(self._citizen, BO) and not hears(self._citizen, ANNA))
        await hand.rest(1)
        self._citizen.hang_up()

    async def _wrap_up(self, hand: Hand) -> None:
        await hand.wait("wrap-up on the screen", lambda: hand.sees("desk.call.ready"))
        await hand.ctrl(Key.Key_W)
        await hand.rest(0.5)
        await hand.press(Key.Key_Return)
        await hand.rest(0.3)
        hand.picture("wrap-up")
        await hand.press(Key.Key_F9)
        await hand.wait("to be ready again", lambda: self._lead.state_of("anna") == "ready")
        await self._colleague_ready(hand)

    async def _score(self, hand: Hand, call_id: str) -> None:
        inspector = self._inspector
        recording = f"/v1/recordings/{call_id}?why=test"
        await hand.wait("the recording", lambda: inspector.try_get(recording).status_code == 200, 30)
        self.seen["recording"] = str(self._district.folder / "call.flac")
        Path(self.seen["recording"]).write_bytes(inspector.try_get(recording).content)
        await sign_in(hand, "inspector", PASSWORD)
        agents = hand.find(QComboBox, "quality.agent")
        await hand.wait("the agents to choose from", lambda: agents.count() > 1)
        await hand.ctrl(Key.Key_G)
        await hand.rest(1)
        hand.picture("sample")
        await hand.press(Key.Key_Down)
        await hand.press(Key.Key_Return)
        await hand.wait("the sound", lambda: hand.sees("quality.waveform"), 20)
        await hand.press(Key.Key_Space)
        await hand.rest(2)
        hand.picture("listening")
        for _ in range(6):
            await hand.press(Key.Key_1)
            await hand.rest(0.1)
        await hand.ctrl(Key.Key_Return)
        await hand.rest(1)
        await hand.ctrl(Key.Key_Return, shift=True)

        def published() -> list[dict[str, Any]]:
            found = inspector.get("/v1/evaluations?limit=20")["items"]
            return [evaluation for evaluation in found if evaluation["status"] == "published"]

        await hand.wait("the published score", published)
        (self.seen["evaluation"],) = published()
        self.seen["kinds"] = [event["kind"] for event in inspector.get(f"/v1/calls/{call_id}/events")]

    async def _pick(self, hand: Hand, name: str) -> None:
        await hand.wait("whom to choose", lambda: hand.sees("picker.field"))
        await hand.write(name)
        await hand.rest(0.3)
        await hand.press(Key.Key_Return)

    async def _colleague_ready(self, hand: Hand) -> None:
        await hand.wait("the end of the colleague's talk", lambda: self._lead.state_of("bo") in ("wrap_up", "ready"))
        if self._lead.state_of("bo") == "wrap_up":
            self._colleague.be("ready")
        await hand.wait("the colleague to be ready", lambda: self._lead.state_of("bo") == "ready")

    def _wall(self) -> dict[str, Any]:
        agents: list[dict[str, Any]] = self._lead.get("/v1/snapshot")["agents"]
        return next(agent for agent in agents if agent["name"] == "anna")


def hears(phone: Phone, tone: int) -> bool:
    """Whether a telephone has heard a voice for the last moment, and not only until just now."""
    return phone.ear.tones(0.3, tone)[tone] > 0.3


def main() -> None:
    """Prepares the district, walks, and writes down what was seen."""
    version, folder = sys.argv[1], Path(sys.argv[2])
    url = put_sqlite(folder / "tongfu.sqlite")
    database = Database(url)
    kernel = build_kernel(ServerConfig(url, folder), database)
    catalogue.load(kernel)
    kernel.write(lambda tx: scorecards.set_scorecard(tx, CARD))
    database.close()
    district = District(version, folder, url)
    try:
        district.serve()
        assert district.serving is not None
        walk = Walk(district)
        seen = at_the_desk(folder / "console", walk, district.serving.base_url, agent="anna", password=PASSWORD)
        log = str(district.pbx.folder / "log" / "queue_log")
        seen["compared"] = tongfu("pbx", "compare", log, "--database-url", url).stdout
        (folder / "seen.json").write_text(json.dumps(seen))
    finally:
        district.close()


if __name__ == "__main__":
    main()
