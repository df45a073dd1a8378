"""A district with a server, a real Asterisk on what ``tongfu pbx configure`` wrote, telephones, and consoles."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from uuid_utils import uuid7

from services.contracts.accounts import Account, Role, Skill
from services.server.accounts import repository as accounts
from services.server.database import Database
from services.server.pbx import settings as stored
from services.telephony.asterisk.configuration.plan import Desk
from tests.services.server.conftest import CHEAP_HASH, PASSWORD
from tests.services.server.serving import Serving, run
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.asterisk.phone import Phone

PEOPLE = {
    "anna": [Role.AGENT],
    "bo": [Role.AGENT],
    "lead": [Role.LEAD, Role.AGENT],
    "inspector": [Role.INSPECTOR],
    "admin": [Role.ADMINISTRATOR],
}


def tongfu(*arguments: str, language: str = "en_GB.UTF-8") -> subprocess.CompletedProcess[str]:
    """Runs the program."""
    return run(*arguments, LANG=language)


class Console:
    """A signed-in person: requests, and the event stream read by a thread."""

    def __init__(self, base_url: str, username: str, token: str = "") -> None:
        self.client = httpx.Client(base_url=base_url, trust_env=False, timeout=10)
        self.token = token or self._sign_in(username)
        self.headers = {"authorization": f"Bearer {self.token}"}
        self.snapshot: dict[str, Any] = self.get("/v1/snapshot")
        self.events: list[tuple[float, dict[str, Any]]] = []
        self._open = True
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _sign_in(self, username: str) -> str:
        answer = self.client.post("/v1/session", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def get(self, path: str) -> Any:
        answer = self.client.get(path, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def try_get(self, path: str) -> httpx.Response:
        return self.client.get(path, headers=self.headers)

    def send(self, method: str, path: str, **body: Any) -> Any:
        headers = {**self.headers, "idempotency-key": str(uuid7())}
        answer = self.client.request(method, path, json=body or None, headers=headers)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def be(self, state: str, **more: Any) -> None:
        self.send("PUT", "/v1/agents/me/state", state=state, **more)

    def act(self, call_id: str, what: str, **body: Any) -> Any:
        return self.send("POST", f"/v1/calls/{call_id}/{what}", **body)

    def of(self, topic: str) -> list[dict[str, Any]]:
        """Returns what the stream has said about something."""
        return [event["data"] for _, event in list(self.events) if event.get("topic") == topic]

    @property
    def call(self) -> dict[str, Any]:
        """The call on the screen, as the stream said it last."""
        found = self.of("call")
        return found[-1] if found else {}

    def state_of(self, name: str) -> str:
        """Returns what the agent board says."""
        for data in reversed(self.of("agent")):
            if data["name"] == name:
                return str(data["state"])
        now = {agent["name"]: agent["state"] for agent in self.get("/v1/snapshot")["agents"]}
        return str(now.get(name, ""))

    def _listen(self) -> None:
        after = self.snapshot["as_of"]
        try:
            with httpx.stream(
                "GET",
                f"{self.client.base_url}/v1/events?after={after}",
                headers=self.headers,
                trust_env=False,
                timeout=None,
            ) as answer:
                self._socket = answer.extensions["network_stream"].get_extra_info("socket")
                for line in answer.iter_lines():
                    if not self._open:
                        return
                    if line.startswith("data: "):
                        self.events.append((time.monotonic(), json.loads(line[6:])))
        except httpx.TransportError:
            return

    def close(self) -> None:
        self._open = False
        self.client.close()

    def kill(self) -> None:
        """Is gone from one moment to the next: the stream breaks, and nothing is said."""
        self._open = False
        if self._socket is not None:
            self._socket.shutdown(socket.SHUT_RDWR)


class District:
    """Everything together. The server is a process of its own, and may be killed."""

    def __init__(
        self,
        version: str,
        folder: Path,
        url: str,
        people: Mapping[str, Sequence[Role]] = PEOPLE,
        plain: bool = True,
    ) -> None:
        self.url, self.folder = url, folder
        self._database = Database(url)
        with self._database.write() as connection:
            for name, roles in people.items():
                skills = [Skill(key="general", level=1)]
                account = Account(id=f"account-{name}", username=name, name=name, roles=list(roles), skills=skills)
                accounts.add(connection, account, CHEAP_HASH)
        self.pbx = Pbx(version)
        self.files, self._plain = folder / "asterisk", plain
        self.configured = self.configure()
        assert self.configured.returncode == 0, self.configured.stderr
        self.settle()
        self.pbx.start()
        self.serving: Serving | None = None
        self.consoles: list[Console] = []

    def configure(self) -> subprocess.CompletedProcess[str]:
        """Writes what there is to be written, for the ports of this Asterisk."""
        m = self.pbx.plan
        return tongfu(
            *("pbx", "configure", str(self.files), "--database-url", self.url, "--carrier", "127.0.0.1"),
            *("--address", "127.0.0.1", "--media-address", "127.0.0.1"),
            *(["--plain"] if self._plain else []),
            *("--sip-port", str(m.sip_port), "--tls-port", str(m.tls_port)),
            *("--rtp-ports", f"{m.rtp_first}-{m.rtp_last}"),
            *("--manager-port", str(m.manager.port), "--recordings", m.recordings),
            *("--recordings-here", str(self.pbx.recordings)),
            *("--queue-log", str(self.pbx.folder / "log" / "queue_log")),
            *self.more,
        )

    @property
    def more(self) -> list[str]:
        """What else ``configure`` is told."""
        return []

    def settle(self) -> None:
        """Gives Asterisk what lies in the folder."""
        with self._database.read() as connection:
            found = stored.read(connection)
        assert found is not None
        desks = [
            Desk(key, key.removeprefix("account-"), telephone.extension, telephone.secret)
            for key, telephone in found.telephones.items()
        ]
        keys = self.pbx.folder / "etc" / "keys"
        keys.mkdir(exist_ok=True)
        for file in (self.files / "keys").iterdir():
            (keys / file.name).write_bytes(file.read_bytes())
        inside = str(self.pbx.folder / "etc")
        texts = {file.name: file.read_text().replace(str(self.files), inside) for file in self.files.glob("*.conf")}
        self.pbx.use(texts, desks)

    def serve(self) -> None:
        self.serving = Serving(self.url)

    def kill(self) -> None:
        """The server is gone from one moment to the next."""
        assert self.serving is not None
        self.serving.stop()
        self.serving = None

    def console(self, name: str, token: str = "") -> Console:
        """Returns a console that signs in, or with a token one that was there before the server was killed."""
        assert self.serving is not None
        made = Console(self.serving.base_url, name, token)
        self.consoles.append(made)
        return made

    def desk(self, name: str) -> tuple[Console, Phone]:
        """Returns a console whose person is ready, with their telephone."""
        phone = self.pbx.phone(name)
        console = self.console(name)
        console.be("ready")
        return console, phone

    def close(self) -> None:
        for console in self.consoles:
            console.close()
        if self.serving is not None:
            self.serving.stop()
        self.pbx.remove()
        self._database.close()


def until(what: Callable[[], object], seconds: float = 8.0) -> float:
    """Waits for something; returns how long that took."""
    began = time.monotonic()
    while not what():
        if time.monotonic() - began > seconds:
            raise TimeoutError("what was waited for did not come")
        time.sleep(0.02)
    return time.monotonic() - began
