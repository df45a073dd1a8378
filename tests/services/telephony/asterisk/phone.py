"""A telephone for tests: SIP over UDP with a password, a tone for a voice, and an ear that knows tones.

Just enough of RFC 3261 for a loopback: no retransmission of its own, one call at a time. It answers when it is told to
(``NOTIFY`` with ``Event: talk``, as desk telephones do), at once, or never.
"""

import contextlib
import hashlib
import math
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

_RATE = 8000
_FRAME = 160


@dataclass
class Message:
    """A SIP message, its headers in lower case; of repeated ones all, in order."""

    first: str
    headers: list[tuple[str, str]]
    body: str = ""

    def get(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    @property
    def status(self) -> int:
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0 ") else 0

    @property
    def method(self) -> str:
        return self.get("cseq").split()[-1]


def parse(data: bytes) -> Message:
    head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    first, *rest = head.split("\r\n")
    headers = [(key.strip().lower(), value.strip()) for key, _, value in (line.partition(":") for line in rest)]
    short = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length", "o": "event"}
    return Message(first, [(short.get(key, key), value) for key, value in headers], body)


@dataclass
class Call:
    """The one call of a telephone."""

    id: str
    local: str
    remote: str = ""
    target: str = ""
    invite: Message | None = None
    """The caller's, as long as it rings here."""
    branch: str = ""
    cseq: int = 1
    far: tuple[str, int] | None = None
    up: bool = False
    held: bool = False


@dataclass
class Ear:
    """What has been heard, and when."""

    samples: list[tuple[float, bytes]] = field(default_factory=list)

    def tones(self, seconds: float, *wanted: int) -> dict[int, float]:
        """Returns how strong each tone is in the last seconds: 1.0 is a tone that is all there is at full voice."""
        since = time.monotonic() - seconds
        data = b"".join(part for at, part in list(self.samples) if at >= since)
        return strengths(from_law(data), *wanted)


def strengths(wave: "np.ndarray", *wanted: int) -> dict[int, float]:
    """Returns the amplitude of each frequency in a wave, as a share of the voice that the telephones here send."""
    if len(wave) < _FRAME:
        return dict.fromkeys(wanted, 0.0)
    at = np.arange(len(wave)) / _RATE
    return {hz: float(abs(np.mean(wave * np.exp(-2j * math.pi * hz * at))) * 2 / 8000) for hz in wanted}


def to_law(wave: "np.ndarray") -> bytes:
    """Returns the samples in µ-law (ITU-T G.711)."""
    value = np.clip(np.abs(wave.astype(np.int32)), 0, 32635) + 132
    exponent = np.floor(np.log2(value)).astype(np.int32) - 7
    mantissa = (value >> (exponent + 3)) & 0x0F
    coded = ~(np.where(wave < 0, 0x80, 0) | (exponent << 4) | mantissa) & 0xFF
    return bytes(coded.astype(np.uint8))


def from_law(data: bytes) -> "np.ndarray":
    coded = ~np.frombuffer(data, np.uint8).astype(np.int32) & 0xFF
    value = (((coded & 0x0F) << 3) + 132 << ((coded >> 4) & 7)) - 132
    return np.where(coded & 0x80, -value, value)


def proof(answer: Message, method: str, uri: str, account: str, password: str) -> str:
    """Returns the header that shows that one knows the password (RFC 2617)."""
    name = "www-authenticate" if answer.status == 401 else "proxy-authenticate"
    given = dict(re.findall(r'(\w+)="?([^",]+)"?', answer.get(name)))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    one, two = md5(f"{account}:{given['realm']}:{password}"), md5(f"{method}:{uri}")
    noise = secrets.token_hex(4)
    digest = md5(f"{one}:{given['nonce']}:00000001:{noise}:auth:{two}")
    header = "Authorization" if answer.status == 401 else "Proxy-Authorization"
    opaque = f', opaque="{given["opaque"]}"' if "opaque" in given else ""
    return (
        f'{header}: Digest username="{account}", realm="{given["realm"]}", nonce="{given["nonce"]}", uri="{uri}", '
        f'response="{digest}", algorithm=MD5, qop=auth, nc=00000001, cnonce="{noise}"{opaque}'
    )


class Phone:
    """A telephone on a free loopback port."""

    def __init__(
        self, server: tuple[str, int], account: str, password: str = "", answers: str = "talk", port: int = 0
    ) -> None:
        self.server, self.account, self.password, self.answers = server, account, password, answers
        self.tone = 0
        self.holds = True
        """Whether it knows how to hold when it is asked to."""
        self.call: Call | None = None
        self.ear = Ear()
        self.keys = ""
        """Keys that were pressed on the other side."""
        self.refused = 0
        """The status with which the last call of this telephone was refused."""
        self.rings = 0
        self.seen: list[str] = []
        self._sip = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sip.bind(("127.0.0.1", port))
        self._rtp.bind(("127.0.0.1", 0))
        for sock in (self._sip, self._rtp):
            sock.settimeout(0.02)
        self._registered = threading.Event()
        self._lasts = 0
        self._stop = threading.Event()
        self._lock = threading.RLock()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._talk, self._hear)]
        for thread in self._threads:
            thread.start()

    # -- what a person does with it

    def register(self, seconds: float = 5.0, lasts: int = 300) -> None:
        self._registered.clear()
        self._lasts = lasts
        self._register(lasts)
        if not self._registered.wait(seconds):
            raise TimeoutError(f"{self.account} could not register; last seen: {self.seen[-3:]}")

    def dial(self, number: str, caller: str = "") -> None:
        """Calls a number; ``caller`` stands in the place of the telephone's own address, whatever it is."""
        with self._lock:
            caller = caller or f"sip:{self.account}@127.0.0.1"
            self.call = Call(secrets.token_hex(8), f"<{caller}>;tag={secrets.token_hex(4)}")
            self.call.remote = f"<sip:{number}@{self.server[0]}:{self.server[1]}>"
            self.call.target = f"sip:{number}@{self.server[0]}:{self.server[1]}"
            self._send_invite()

    def pick_up(self) -> None:
        with self._lock:
            call = self.call
            if call is not None and call.invite is not None:
                self._answer(call.invite, 200, "OK", self._sdp())
                call.invite, call.up = None, True

    def reject(self, status: int = 486) -> None:
        with self._lock:
            if self.call is not None and self.call.invite is not None:
                self._answer(self.call.invite, status, "Busy Here")
                self.call = None

    def hang_up(self) -> None:
        with self._lock:
            call, self.call = self.call, None
            if call is None:
                return
            if call.invite is not None:
                self._answer(call.invite, 486, "Busy Here")
            elif call.up:
                call.cseq += 1
                self._request("BYE", call, call.cseq)
            else:
                self._request("CANCEL", call, call.cseq, branch=call.branch)

    def hold(self, held: bool = True) -> None:
        """Presses the telephone's own hold key."""
        with self._lock:
            call = self.call
            if call is not None and call.up and call.held != held:
                call.held, call.cseq = held, call.cseq + 1
                self._request("INVITE", call, call.cseq, self._sdp("sendonly" if held else "sendrecv"))

    def press(self, key: str) -> None:
        """Sends a key as an RTP event (RFC 4733)."""
        code = "0123456789*#".index(key)
        far = self.call.far if self.call else None
        if far is None:
            return
        # A later key with an earlier time is taken for one that came again.
        base = int(time.monotonic() * _RATE) % 2**32
        for n in range(6):
            end = 0x80 if n >= 3 else 0
            head = bytes([0x80, 101 | (0x80 if n == 0 else 0)]) + (n + 9000).to_bytes(2, "big")
            body = bytes([code, end | 10]) + min(800, 160 * (n + 1)).to_bytes(2, "big")
            self._rtp.sendto(head + base.to_bytes(4, "big") + b"\0\0\0\7" + body, far)
            time.sleep(0.02)

    @property
    def ringing(self) -> bool:
        call = self.call
        return call is not None and call.invite is not None

    @property
    def talking(self) -> bool:
        call = self.call
        return call is not None and call.up

    def close(self) -> None:
        self.hang_up()
        if self._registered.is_set():
            with contextlib.suppress(TimeoutError):
                self.register(0.5, 0)
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._sip.close()
        self._rtp.close()

    # -- SIP

    @property
    def _contact(self) -> str:
        return f"<sip:{self.account}@127.0.0.1:{self._sip.getsockname()[1]}>"

    def _sdp(self, way: str = "sendrecv") -> str:
        port = self._rtp.getsockname()[1]
        return (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
            f"a={way}\r\n"
        )

    def _send(self, first: str, headers: list[str], body: str = "") -> None:
        kind = ["Content-Type: application/sdp"] if body else []
        lines = [first, *headers, *kind, f"Content-Length: {len(body)}", "", body]
        self._sip.sendto("\r\n".join(lines).encode(), self.server)

    def _request(self, method: str, call: Call, cseq: int, body: str = "", branch: str = "", extra: str = "") -> str:
        branch = branch or f"z9hG4bK{secrets.token_hex(6)}"
        host, port = self._sip.getsockname()
        headers = [
            f"Via: SIP/2.0/UDP {host}:{port};branch={branch};rport",
            f"From: {call.local}",
            f"To: {call.remote}",
            f"Call-ID: {call.id}",
            f"CSeq: {cseq} {method}",
            f"Contact: {self._contact}",
            "Max-Forwards: 70",
        ]
        self._send(f"{method} {call.target} SIP/2.0", [*headers, *([extra] if extra else [])], body)
        return branch

    def _send_invite(self, extra: str = "") -> None:
        call = self.call
        assert call is not None
        call.branch = self._request("INVITE", call, call.cseq, self._sdp(), extra=extra)

    def _register(self, lasts: int, cseq: int = 1, extra: str = "") -> None:
        address = f"sip:{self.account}@{self.server[0]}"
        call = Call("register-" + self.account, f"<{address}>;tag=r", f"<{address}>", f"sip:{self.server[0]}")
        lines = f"Expires: {lasts}" + (f"\r\n{extra}" if extra else "")
        self._request("REGISTER", call, cseq, extra=lines)

    def _proof(self, answer: Message, method: str, uri: str) -> str:
        return proof(answer, method, uri, self.account, self.password)

    def _answer(self, request: Message, status: int, words: str, body: str = "") -> None:
        to = request.get("to")
        if status > 100 and "tag=" not in to and self.call is not None:
            to = self.call.local
        headers = [f"Via: {via}" for via in request.all("via")]
        headers += [f"Record-Route: {route}" for route in request.all("record-route")]
        headers += [f"From: {request.get('from')}", f"To: {to}", f"Call-ID: {request.get('call-id')}"]
        headers += [f"CSeq: {request.get('cseq')}", f"Contact: {self._contact}", "Allow: INVITE,ACK,BYE,CANCEL,NOTIFY"]
        self._send(f"SIP/2.0 {status} {words}", headers, body)

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                data = self._sip.recv(20000)
            except TimeoutError:
                continue
            message = parse(data)
            self.seen.append(message.first)
            with self._lock:
                if message.status:
                    self._on_answer(message)
                else:
                    self._on_request(message)

    def _on_answer(self, answer: Message) -> None:
        call = self.call
        if answer.method == "REGISTER":
            if answer.status in (401, 407) and answer.get("cseq").startswith("1 "):
                uri = f"sip:{self.server[0]}"
                self._register(self._lasts, 2, self._proof(answer, "REGISTER", uri))
            elif answer.status == 200:
                self._registered.set()
        elif call is None or answer.get("call-id") != call.id or answer.method != "INVITE":
            return
        elif answer.status >= 200:
            remote, call.remote = call.remote, answer.get("to")
            self._ack(call, answer)
            if answer.status in (401, 407) and call.cseq == 1:
                call.remote, call.cseq = remote, 2
                self._send_invite(self._proof(answer, "INVITE", call.target))
            elif answer.status == 200:
                call.up = True
                contact = re.search(r"<([^>]+)>", answer.get("contact"))
                call.target = contact[1] if contact else call.target
                self._tune(call, answer.body)
            else:
                self.refused = answer.status
                self.call = None

    def _ack(self, call: Call, answer: Message) -> None:
        contact = re.search(r"<([^>]+)>", answer.get("contact"))
        before = call.target
        if answer.status == 200 and contact:
            call.target = contact[1]
        self._request("ACK", call, call.cseq, branch="" if answer.status == 200 else call.branch)
        call.target = before

    def _on_request(self, request: Message) -> None:
        method, call = request.first.split()[0], self.call
        mine = call is not None and request.get("call-id") == call.id
        if method == "INVITE" and mine and call is not None and call.up:
            self._tune(call, request.body)
            self._answer(request, 200, "OK", self._sdp())
        elif method == "INVITE" and call is not None:
            self._answer(request, 486, "Busy Here")
        elif method == "INVITE":
            self.rings += 1
            local = f"{request.get('to')};tag={secrets.token_hex(4)}"
            contact = re.search(r"<([^>]+)>", request.get("contact"))
            self.call = Call(request.get("call-id"), local, request.get("from"), contact[1] if contact else "")
            self.call.invite, self.call.cseq = request, 100
            self._tune(self.call, request.body)
            self._answer(request, 180, "Ringing")
            if self.answers == "at once":
                self.pick_up()
        elif method == "CANCEL" and mine and call is not None and call.invite is not None:
            self._answer(request, 200, "OK")
            self._answer(call.invite, 487, "Request Terminated")
            self.call = None
        elif method == "BYE":
            self._answer(request, 200, "OK")
            if mine:
                self.call = None
        elif method == "NOTIFY":
            self._answer(request, 200, "OK")
            if mine and self.answers == "talk":
                self._on_wish(request.get("event"))
        elif method != "ACK":
            self._answer(request, 200, "OK")

    def _on_wish(self, wish: str) -> None:
        """What desk telephones do when the exchange asks for it (events ``talk`` and ``hold``)."""
        if wish == "talk":
            self.pick_up()
            self.hold(False)
        elif wish == "hold" and self.holds:
            self.hold()

    # -- voices

    def _tune(self, call: Call, sdp: str) -> None:
        port = re.search(r"m=audio (\d+)", sdp)
        if port:
            call.far = ("127.0.0.1", int(port[1]))

    def _talk(self) -> None:
        number, stamp, due = 0, 0, time.monotonic()
        while not self._stop.is_set():
            due = max(due + 0.02, time.monotonic() - 0.1)
            time.sleep(max(0.0, due - time.monotonic()))
            call = self.call
            number, stamp = (number + 1) % 65536, (stamp + _FRAME) % 2**32
            if call is None or call.far is None or not call.up:
                continue
            at = (np.arange(_FRAME) + stamp % _RATE) / _RATE
            wave = (8000 * np.sin(2 * math.pi * self.tone * at)).astype(np.int32)
            head = b"\x80\0" + number.to_bytes(2, "big") + stamp.to_bytes(4, "big") + b"\0\0\0\7"
            self._rtp.sendto(head + to_law(wave), call.far)

    def _hear(self) -> None:
        last = b""
        while not self._stop.is_set():
            try:
                data = self._rtp.recv(2000)
            except TimeoutError:
                continue
            if data[1] & 0x7F == 101 and data[13] & 0x80 and data[4:8] != last:
                # The end of a key is said three times, with the same time stamp.
                last = data[4:8]
                self.keys += "0123456789*#"[data[12]]
            if data[1] & 0x7F == 0:
                self.ear.samples.append((time.monotonic(), data[12:]))
                del self.ear.samples[:-3000]


def until(what: Callable[[], object], seconds: float = 8.0, about: str = "") -> None:
    """Waits for something; raises when it does not come."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            raise TimeoutError(about or "what was waited for did not come")
        time.sleep(0.01)
