"""A working day, compressed in time, by a real Asterisk: sipp's citizens, our telephones and consoles, and what goes wrong in it."""

import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from services.contracts.accounts import Role
from tests.services.server.pbx.district import District, until
from tests.services.server.pbx.staff import Staff
from tests.services.telephony.asterisk.pbx import free_port
from tests.services.telephony.asterisk.switchboard import Conduct, Switchboard

_SCENARIO = """<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="citizen">
  <send retrans="500"><![CDATA[
INVITE sip:12345@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:[field0]@[local_ip]:[local_port]>;tag=[pid]T[call_number]
To: <sip:12345@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:[field0]@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[
ACK sip:12345@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[routes]
From: <sip:[field0]@[local_ip]:[local_port]>;tag=[pid]T[call_number]
To: <sip:12345@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Contact: <sip:[field0]@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Length: 0

]]></send>
  <!-- Who hears the agent hang up meanwhile is done: sipp answers a BYE that it does not wait for, and ends the call. -->
  <pause distribution="uniform" min="SHORTEST" max="LONGEST"/>
  <send retrans="500"><![CDATA[
BYE sip:12345@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[routes]
From: <sip:[field0]@[local_ip]:[local_port]>;tag=[pid]T[call_number]
To: <sip:12345@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
  <recv response="481" optional="true" next="1"/>
  <recv response="200"/>
  <label id="1"/>
</scenario>
"""


@dataclass(frozen=True)
class Shift:
    """What a day is like.

    Attributes:
        calls: how many citizens call.
        rate: how many a second.
        agents: how many are on duty.
        patience: a citizen hangs up between these seconds after the call was taken, waiting or not.
        talk: an agent hangs up between these seconds after the answer.
        missed: share of rings that nobody hears.
        holds: share of talks in which the citizen is held once.
        server_stops: whether our server is killed in the middle and started again.
        exchange_stops: whether Asterisk is.
        version: which Asterisk.
    """

    calls: int = 80
    rate: float = 3.0
    at_once: int = 60
    agents: int = 8
    patience: tuple[float, float] = (3.0, 25.0)
    talk: tuple[float, float] = (1.5, 5.0)
    missed: float = 0.03
    holds: float = 0.1
    server_stops: bool = True
    exchange_stops: bool = True
    version: str = "asterisk22"


class Day:
    """A day in its district. The caller closes it."""

    def __init__(self, folder: Path, url: str, shift: Shift, seed: int = 1) -> None:
        self.shift = shift
        self.names = [f"agent{n}" for n in range(shift.agents)]
        people = {name: [Role.AGENT] for name in self.names} | {"lead": [Role.LEAD]}
        self.district = District(shift.version, folder, url, people)
        self.chance = random.Random(seed)
        self.switchboard = Switchboard(self.district.pbx.sip, self.district.pbx.desks, self._conduct)
        self.staff: Staff | None = None
        self._folder = Path(tempfile.mkdtemp(dir=folder))

    @property
    def queue_log(self) -> Path:
        return self.district.pbx.folder / "log" / "queue_log"

    @property
    def lines(self) -> Path:
        """The call lines (CDR)."""
        return self.district.pbx.folder / "log" / "cdr-csv" / "Master.csv"

    def _conduct(self, _name: str) -> Conduct:
        chance = self.chance
        if chance.random() < self.shift.missed:
            return Conduct()
        talk = chance.uniform(*self.shift.talk)
        hold = (talk * 0.3, talk * 0.4) if chance.random() < self.shift.holds else None
        return Conduct(chance.uniform(0.2, 1.2), hold, talk)

    def begin(self, elsewhere: int = 0) -> None:
        """Everybody comes to work; the first of them at consoles that are not ours."""
        self.district.serve()
        assert self.district.serving is not None
        self.switchboard.register()
        here = self.names[elsewhere:]
        self.staff = Staff(self.district.serving.base_url, here)
        until(lambda: len(self.staff.there) == len(here) if self.staff else False, 120)
        time.sleep(1.0)

    def run(self, tell: Callable[[str], None] = lambda _line: None, lasts: float = 0) -> None:
        """The day, until the last caller has gone; ``lasts``: the seconds it takes, where callers wait for a free line."""
        began = time.monotonic()
        expected = lasts or self.shift.calls / self.shift.rate
        sipp = self._citizens()
        try:
            if self.shift.server_stops:
                time.sleep(expected * 0.3)
                self._server_stops()
                tell(f"{time.monotonic() - began:.0f} s: the server was killed and is back")
            if self.shift.exchange_stops:
                time.sleep(max(0.0, began + expected * 0.65 - time.monotonic()))
                self.district.pbx.stop(signal.SIGKILL)
                time.sleep(1.0)
                self.district.pbx.start()
                self.switchboard.register()
                tell(f"{time.monotonic() - began:.0f} s: Asterisk was killed and is back")
            sipp.wait(expected * 2 + 120)
        finally:
            # Killed, the wrapper would leave sipp behind.
            sipp.terminate()
            sipp.wait()
        until(lambda: self._channels() == 0, 120)
        time.sleep(3.0)
        tell(f"{time.monotonic() - began:.0f} s: the last caller has gone")

    def end(self) -> None:
        """Everybody goes home."""
        if self.staff is not None:
            self.staff.go_home()
        time.sleep(1.0)

    def close(self) -> None:
        if self.staff is not None:
            self.staff.close()
        self.switchboard.close()
        self.district.close()

    def _server_stops(self) -> None:
        self.district.kill()
        time.sleep(3.0)
        self.district.serve()
        assert self.district.serving is not None
        assert self.staff is not None
        self.staff.base_url = self.district.serving.base_url

    def _channels(self) -> int:
        said = self.district.pbx.command("core show channels concise")
        return len([line for line in said.splitlines() if "!" in line])

    def _citizens(self) -> "subprocess.Popen[bytes]":
        program = shutil.which("sipp")
        if program is None:
            raise RuntimeError("sipp is missing; scripts/setup tests installs it")
        scenario, numbers = self._folder / "citizen.xml", self._folder / "numbers.csv"
        shortest, longest = (f"{seconds * 1000:.0f}" for seconds in self.shift.patience)
        scenario.write_text(_SCENARIO.replace("SHORTEST", shortest).replace("LONGEST", longest), "iso-8859-1")
        chance, lines = self.chance, ["SEQUENTIAL"]
        for _ in range(self.shift.calls):
            number = "anonymous" if chance.random() < 0.02 else f"0138{chance.randrange(self.shift.calls * 4):07}"
            lines.append(f"{number};")
        numbers.write_text("\n".join(lines) + "\n")
        host, to = self.district.pbx.sip
        shift = self.shift
        return subprocess.Popen(
            [
                *("timeout", "7200", program, "-sf", str(scenario), "-inf", str(numbers), "-i", "127.0.0.1"),
                *("-p", str(free_port()), "-mp", str(free_port()), "-nostdin", "-m", str(shift.calls)),
                *("-l", str(shift.at_once), "-r", str(max(1, round(shift.rate * 10))), "-rp", "10000", f"{host}:{to}"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
        )
