"""Many agents at their consoles, in one thread: they sign in, follow their event streams, finish wrap-ups, take breaks, transfer."""

import asyncio
import json
import random
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from uuid_utils import uuid7

from tests.services.server.conftest import PASSWORD

_WRONG = 300


class Person:
    """An agent. Everything runs on the staff's loop."""

    def __init__(self, staff: "Staff", name: str, seed: int) -> None:
        self.name = name
        self._staff = staff
        self._mine = f"account-{name}".encode()
        self._chance = random.Random(seed)
        self._token = ""
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._soon: set[asyncio.Task[None]] = set()
        self._state = ""

    async def work(self) -> None:
        """Is at the desk until the staff goes home; comes again when the server does."""
        while not self._staff.home:
            try:
                await self._once()
            except (OSError, asyncio.IncompleteReadError, KeyError):
                await asyncio.sleep(0.2)

    async def leave(self) -> None:
        """Goes off duty."""
        for task in self._soon:
            task.cancel()
        await self._ask("PUT", "/v1/agents/me/state", {"state": "offline"})

    async def _once(self) -> None:
        if not self._token:
            given = {"username": self.name, "password": PASSWORD}
            self._token = (await self._request("POST", "/v1/session", given))["access_token"]
        snapshot = await self._request("GET", "/v1/snapshot", None)
        me = snapshot.get("me") or {}
        self._state = me.get("state", "offline")
        if self._state == "offline":
            await self._ask("PUT", "/v1/agents/me/state", {"state": "ready"})
        else:
            self._follow(self._state, me.get("call_id") or "")
        self._staff.there.add(self.name)
        parts = urlsplit(self._staff.base_url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        asked = f"GET /v1/events?after={snapshot['as_of']} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self._token}\r\n\r\n"
        writer.write(asked.encode())
        try:
            while line := await reader.readline():
                self._staff.counts["events"] += 1
                if line.startswith(b"data: ") and self._mine in line:
                    event = json.loads(line[6:])
                    data = event.get("data", {})
                    if event.get("topic") == "agent" and data.get("account_id") == self._mine.decode():
                        self._follow(data["state"], data.get("call_id") or "")
        finally:
            writer.close()

    def _follow(self, state: str, call_id: str) -> None:
        self._state = state
        chance = self._chance.random()
        if state == "wrap_up":
            rest = chance < self._staff.breaks
            self._after(self._chance.uniform(*self._staff.wrap_up), self._wrapped(call_id, rest))
        elif state == "paused":
            self._after(1.0, self._ask("PUT", "/v1/agents/me/state", {"state": "ready"}))
        elif state == "talking" and chance < self._staff.transfers:
            self._after(1.0, self._transfer(call_id))

    async def _wrapped(self, call_id: str, rest: bool) -> None:
        await self._ask("POST", f"/v1/calls/{call_id}/wrap-up", {"code": "", "ready": not rest})
        if rest:
            self._staff.counts["breaks"] += 1
            await asyncio.sleep(2.0)
            await self._ask("PUT", "/v1/agents/me/state", {"state": "ready"})

    async def _transfer(self, call_id: str) -> None:
        if self._state == "talking" and await self._ask("POST", f"/v1/calls/{call_id}/transfer", {"skill": "general"}):
            self._staff.counts["transfers"] += 1

    def _after(self, seconds: float, work: Any) -> None:
        async def later() -> None:
            try:
                await asyncio.sleep(seconds)
                await work
            except (OSError, asyncio.IncompleteReadError, KeyError):
                self._staff.counts["unheard"] += 1
            finally:
                work.close()

        task = asyncio.get_running_loop().create_task(later())
        self._soon.add(task)
        task.add_done_callback(self._soon.discard)

    async def _ask(self, method: str, path: str, body: dict[str, Any]) -> bool:
        try:
            await self._request(method, path, body)
        except KeyError:
            return False
        return True

    async def _request(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        """Raises ``KeyError`` where the server refuses."""
        parts = urlsplit(self._staff.base_url)
        async with self._staff.doors:
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            try:
                sent = json.dumps(body).encode() if body is not None else b""
                head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(sent)}\r\n"
                head += f"Authorization: Bearer {self._token}\r\n" if self._token else ""
                head += f"Content-Type: application/json\r\nIdempotency-Key: {uuid7()}\r\n\r\n"
                writer.write(head.encode() + sent)
                answer = await reader.readuntil(b"\r\n\r\n")
                content = await reader.read()
            finally:
                writer.close()
        status = int(answer[9:12])
        if status >= _WRONG:
            self._staff.counts[f"refused {status}"] += 1
            raise KeyError(status)
        return json.loads(content)


class Staff:
    """Everybody on duty.

    Args:
        base_url: of the server; may be changed when it comes back elsewhere.
        names: who.
        wrap_up: how long a wrap-up takes, between two numbers of seconds.
        breaks: share of wrap-ups after which somebody takes a break.
        transfers: share of talks that are sent on.
    """

    def __init__(
        self,
        base_url: str,
        names: Sequence[str],
        wrap_up: tuple[float, float] = (0.3, 2.0),
        breaks: float = 0.05,
        transfers: float = 0.05,
    ) -> None:
        self.base_url, self.wrap_up, self.breaks, self.transfers = base_url, wrap_up, breaks, transfers
        self.there: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.home = False
        self._loop = asyncio.new_event_loop()
        self._people = [Person(self, name, number) for number, name in enumerate(names)]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def go_home(self) -> None:
        """Everybody goes off duty."""
        self.home = True

        async def leave() -> None:
            await asyncio.gather(*(person.leave() for person in self._people))

        asyncio.run_coroutine_threadsafe(leave(), self._loop).result(60)

    def close(self) -> None:
        self.home = True
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self.doors = asyncio.Semaphore(20)
        tasks = [self._loop.create_task(person.work()) for person in self._people]
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()
