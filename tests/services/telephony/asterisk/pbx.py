"""A real Asterisk for tests, on free loopback ports, with folders of its own; started and stopped by its process id."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from services.telephony.asterisk.configuration import render
from services.telephony.asterisk.configuration.plan import Carrier, Desk, Manager, Plan, Security
from tests.services.telephony.asterisk.phone import Phone
from tests.services.telephony.asterisk.roots import modules, root

SKILLS = (("general", "General"), ("city", "City"), ("social", "Social"))
DESKS = tuple(
    Desk(f"account-{name}", name, str(1001 + n), secrets.token_urlsafe(18), skills)
    for n, (name, skills) in enumerate(
        {"anna": (("general", 1), ("city", 1)), "bo": (("general", 2),), "chen": (("city", 1),)}.items()
    )
)


def free_port(kind: socket.SocketKind = socket.SOCK_DGRAM) -> int:
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Pbx:
    """An Asterisk on the configuration that the product writes. ``start`` may be called again after ``stop``."""

    def __init__(
        self, version: str, desks: Sequence[Desk] = DESKS, security: Security = Security(), **more: object
    ) -> None:
        self.version = version
        self._root = root(version)
        _forget_dead(self._root)
        self.desks = {desk.name: desk for desk in desks}
        self._inside = Path("/tmp") / f"tongfu-{os.getpid()}-{secrets.token_hex(4)}"
        self.folder = self._root / str(self._inside).lstrip("/")
        self.sip_port = free_port()
        self.manager = Manager(secrets.token_urlsafe(18), port=free_port(socket.SOCK_STREAM))
        self.outside_port = free_port()
        first = 20_000 + secrets.randbelow(18_000) // 2 * 2
        self.plan = Plan(
            desks,
            SKILLS,
            self.manager,
            Carrier(["127.0.0.1"], f"sip:127.0.0.1:{self.outside_port}"),
            security,
            address="127.0.0.1",
            sip_port=self.sip_port,
            tls_port=free_port(socket.SOCK_STREAM),
            rtp_first=first,
            rtp_last=first + 999,
            media_address="127.0.0.1",
            recordings=str(self._inside / "recordings"),
            **more,  # type: ignore[arg-type]
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._phones: list[Phone] = []
        self._write()

    def use(self, files: Mapping[str, str], desks: Sequence[Desk]) -> None:
        """Takes the files that ``tongfu pbx configure`` wrote for these desks, instead of the tests' own plan."""
        self.desks = {desk.name: desk for desk in desks}
        self._put_files(files)

    @property
    def sip(self) -> tuple[str, int]:
        return "127.0.0.1", self.sip_port

    @property
    def recordings(self) -> Path:
        return self.folder / "recordings"

    def inside(self, file: Path) -> str:
        """Returns how Asterisk calls a file of this folder."""
        return str(self._inside / file.relative_to(self.folder))

    def phone(self, name: str, answers: str = "talk") -> Phone:
        """Returns an agent's telephone, registered."""
        desk = self.desks[name]
        phone = Phone(self.sip, f"agent{desk.extension}", desk.secret, answers)
        self._phones.append(phone)
        phone.register()
        return phone

    def citizen(self, number: str = "13800000042", tone: int = 440) -> Phone:
        """Returns a telephone of somebody whose calls come from the carrier."""
        phone = Phone(self.sip, number)
        phone.tone = tone
        self._phones.append(phone)
        return phone

    def outside(self) -> Phone:
        """Returns a telephone in the city, which the carrier connects with and which is picked up at once."""
        phone = Phone(self.sip, "city", answers="at once", port=self.outside_port)
        self._phones.append(phone)
        return phone

    def hang_up_all(self) -> None:
        """Closes every telephone."""
        for phone in self._phones:
            phone.close()
        self._phones.clear()

    def command(self, line: str) -> str:
        """Returns what Asterisk's own console answers."""
        config = self._inside / "etc/asterisk.conf"
        done = subprocess.run(
            [*_chroot(self._root), "/usr/sbin/asterisk", "-C", str(config), "-rx", line],
            capture_output=True,
            text=True,
            timeout=20,
        )
        return done.stdout + done.stderr

    def queue_log(self) -> list[list[str]]:
        """Returns the lines of the queue log, in their fields."""
        file = self.folder / "log/queue_log"
        text = file.read_text() if file.is_file() else ""
        return [line.split("|") for line in text.splitlines()]

    def start(self) -> None:
        """Starts Asterisk and waits until it takes calls."""
        config = str(self._inside / "etc/asterisk.conf")
        with (self.folder / "out").open("ab") as out:
            self._process = subprocess.Popen(
                [
                    *("setpriv", "--pdeathsig", "KILL", "--", *_chroot(self._root)),
                    *("/usr/sbin/asterisk", "-f", "-C", config),
                ],
                stdout=out,
                stderr=out,
            )
        end = time.monotonic() + 20
        while "fully booted" not in self.command("core waitfullybooted"):
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError(f"Asterisk did not start: {(self.folder / 'out').read_text()[-2000:]}")
            time.sleep(0.1)

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Stops Asterisk; what it wrote stays."""
        if self._process is not None:
            self._process.send_signal(how)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def freeze(self, frozen: bool = True) -> None:
        """Lets Asterisk do nothing, as if the network to it were cut; or lets it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP if frozen else signal.SIGCONT)

    def remove(self) -> None:
        """Stops everything and deletes the folders."""
        self.hang_up_all()
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write(self) -> None:
        for name in ("etc", "run", "lib/keys", "moh", "log/cdr-csv", "spool", "recordings"):
            (self.folder / name).mkdir(parents=True)
        hosts = self._root / "etc/hosts"
        names = f"127.0.0.1 localhost {socket.gethostname()} A.ROOT-SERVERS.NET\n"
        if not hosts.is_file() or hosts.read_text() != names:
            hosts.write_text(names)
        self._put_files(render(self.plan))
        music(self.folder / "moh" / "music.wav")

    def _put_files(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            # The folders are the only thing that is the tests' own: several Asterisks share one installation here.
            own = self._directories() if name == "asterisk.conf" else ""
            text = text.replace("/var/lib/asterisk/moh", str(self._inside / "moh"))
            (self.folder / "etc" / name).write_text(own + text.replace(str(self.folder), str(self._inside)))

    def _directories(self) -> str:
        here = self._inside
        inside = "/" + str(modules(self._root).relative_to(self._root))
        names = {
            "astetcdir": here / "etc",
            "astmoddir": inside,
            "astvarlibdir": here / "lib",
            "astdbdir": here / "lib",
            "astkeydir": here / "lib",
            "astdatadir": "/usr/share/asterisk",
            "astagidir": "/usr/share/asterisk/agi-bin",
            "astspooldir": here / "spool",
            "astrundir": here / "run",
            "astlogdir": here / "log",
        }
        return "[directories]\n" + "".join(f"{name} => {value}\n" for name, value in names.items()) + "\n"


MUSIC_HZ, RATE_HZ = 1700, 2100


def music(file: Path) -> None:
    """Writes a long tone: whoever hears it is on hold, or waits."""
    _tone(file, MUSIC_HZ, 10)


def sound(pbx: Pbx, name: str, hz: int, language: str = "zh") -> None:
    """Gives Asterisk a prompt that is a tone of two seconds. Several Asterisks have the same sounds: each is written whole."""
    folder = pbx._root / f"usr/share/asterisk/sounds/{language}/tongfu"
    folder.mkdir(parents=True, exist_ok=True)
    _tone(written := folder / f"{name}.{secrets.token_hex(4)}", hz, 2)
    written.rename(folder / f"{name}.wav")


def _tone(file: Path, hz: int, seconds: int) -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes((8000 * np.sin(2 * np.pi * hz * np.arange(seconds * 8000) / 8000)).astype("<i2").tobytes())


def _chroot(folder: Path) -> list[str]:
    # Without root rights, in a name space in which one has them.
    return [*([] if os.getuid() == 0 else ["unshare", "--user", "--map-root-user"]), "chroot", str(folder)]


def _forget_dead(folder: Path) -> None:
    """Deletes what test processes that were killed have left."""
    for left in (folder / "tmp").glob("tongfu-*-*"):
        if not Path("/proc", left.name.split("-")[1]).exists():
            shutil.rmtree(left, ignore_errors=True)
