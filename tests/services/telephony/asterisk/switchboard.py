"""Many agents' telephones on one socket and one thread, without voices: for days of thousands of calls."""

import asyncio
import re
import secrets
import socket
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from services.telephony.asterisk.configuration.plan import Desk
from tests.services.telephony.asterisk.phone import Message, parse, proof

_RENEWS = 240.0
"""Seconds after which telephones sign in anew; Asterisk lets no sign-in last longer than ten minutes."""


@dataclass(frozen=True)
class Conduct:
    """What somebody does with one ring. Seconds; ``None``: not by themselves.

    Attributes:
        answer: picks up so long after the first ring; without it only when the console asks for it.
        hold: so long after the answer the citizen is held, and for how long.
        talk: hangs up so long after the answer, if the citizen has not.
    """

    answer: float | None = None
    hold: tuple[float, float] | None = None
    talk: float | None = None


@dataclass
class _Leg:
    desk: Desk
    conduct: Conduct
    id: str
    local: str
    remote: str
    target: str
    invite: Message
    up: bool = False
    cseq: int = 100
    last: bytes = b""
    """The answer to the first INVITE, sent again when that comes again."""
    timers: list[asyncio.TimerHandle] = field(default_factory=list)


class Switchboard(asyncio.DatagramProtocol):
    """The telephones of some desks.

    Args:
        server: where Asterisk is.
        desks: whose telephones.
        conduct: says what a person does with a ring, by the name of the desk.
    """

    def __init__(self, server: tuple[str, int], desks: Mapping[str, Desk], conduct: Callable[[str], Conduct]) -> None:
        self._server = server
        self._desks = {f"agent{desk.extension}": desk for desk in desks.values()}
        self._conduct = conduct
        self._legs: dict[str, _Leg] = {}
        self._registered: set[str] = set()
        self._next = 1
        self._renewal: asyncio.TimerHandle | None = None
        self._renewing: asyncio.Task[None] | None = None
        self.counts: Counter[str] = Counter()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_000_000)
        self._socket.bind(("127.0.0.1", 0))
        self._port = self._socket.getsockname()[1]
        # Voices go here, and nobody listens.
        self._ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._ear.bind(("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()
        self._transport: asyncio.DatagramTransport | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def register(self, seconds: float = 60.0) -> None:
        """Signs all telephones in."""
        asyncio.run_coroutine_threadsafe(self._register_all(seconds), self._loop).result(seconds + 5)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join()
        self._ear.close()

    def _stop(self) -> None:
        if self._renewing is not None:
            self._renewing.cancel()
        # Once more round, in which what was cancelled ends.
        self._loop.call_soon(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        made = self._loop.create_datagram_endpoint(lambda: self, sock=self._socket)
        self._loop.run_until_complete(made)
        self._loop.run_forever()
        if self._transport is not None:
            self._transport.close()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    # -- registration

    async def _register_all(self, seconds: float) -> None:
        self._registered.clear()
        async with asyncio.timeout(seconds):
            while missing := [account for account in self._desks if account not in self._registered]:
                for account in missing[:50]:
                    self._register(account, self._next)
                await asyncio.sleep(0.3)
        self._next += 2
        if self._renewal is not None:
            self._renewal.cancel()
        self._renewal = self._loop.call_later(_RENEWS, self._renew)

    def _renew(self) -> None:
        self._renewing = self._loop.create_task(self._register_all(_RENEWS))

    def _register(self, account: str, cseq: int, extra: str = "") -> None:
        address = f"sip:{account}@{self._server[0]}"
        headers = [*self._head(f"register-{account}", f"<{address}>;tag=r", f"<{address}>", cseq, "REGISTER", account)]
        headers += ["Expires: 3600", *([extra] if extra else [])]
        self._send(f"REGISTER sip:{self._server[0]} SIP/2.0", headers)

    # -- SIP

    def _head(self, call: str, local: str, remote: str, cseq: int, method: str, account: str) -> list[str]:
        return [
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._port};branch=z9hG4bK{secrets.token_hex(6)};rport",
            f"From: {local}",
            f"To: {remote}",
            f"Call-ID: {call}",
            f"CSeq: {cseq} {method}",
            f"Contact: <sip:{account}@127.0.0.1:{self._port}>",
            "Max-Forwards: 70",
        ]

    def _sdp(self, way: str = "sendrecv") -> str:
        return (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self._ear.getsockname()[1]} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na={way}\r\n"
        )

    def _send(self, first: str, headers: list[str], body: str = "") -> bytes:
        kind = ["Content-Type: application/sdp"] if body else []
        data = "\r\n".join([first, *headers, *kind, f"Content-Length: {len(body)}", "", body]).encode()
        if self._transport is not None:
            self._transport.sendto(data, self._server)
        return data

    def _answer(self, request: Message, status: int, words: str, leg: _Leg | None = None, body: str = "") -> bytes:
        to = request.get("to")
        if leg is not None and "tag=" not in to and status > 100:
            to = leg.local
        account = f"agent{leg.desk.extension}" if leg is not None else "desk"
        headers = [f"Via: {via}" for via in request.all("via")]
        headers += [f"Record-Route: {route}" for route in request.all("record-route")]
        headers += [f"From: {request.get('from')}", f"To: {to}", f"Call-ID: {request.get('call-id')}"]
        headers += [f"CSeq: {request.get('cseq')}", f"Contact: <sip:{account}@127.0.0.1:{self._port}>"]
        return self._send(f"SIP/2.0 {status} {words}", [*headers, "Allow: INVITE,ACK,BYE,CANCEL,NOTIFY"], body)

    def _ask(self, leg: _Leg, method: str, body: str = "", cseq: int = 0) -> None:
        if not cseq:
            leg.cseq += 1
        account = f"agent{leg.desk.extension}"
        head = self._head(leg.id, leg.local, leg.remote, cseq or leg.cseq, method, account)
        self._send(f"{method} {leg.target} SIP/2.0", head, body)

    def datagram_received(self, data: bytes, _addr: object) -> None:
        message = parse(data)
        if message.status:
            self._on_answer(message)
        else:
            self._on_request(message)

    def _on_answer(self, answer: Message) -> None:
        if answer.method == "REGISTER":
            account = answer.get("call-id").removeprefix("register-")
            if answer.status == 401 and account in self._desks:
                secret = self._desks[account].secret
                self._register(
                    account,
                    int(answer.get("cseq").split()[0]) + 1,
                    proof(answer, "REGISTER", f"sip:{self._server[0]}", account, secret),
                )
            elif answer.status == 200:
                self._registered.add(account)
        elif answer.method == "INVITE" and answer.status >= 200 and (leg := self._legs.get(answer.get("call-id"))):
            self._ask(leg, "ACK", cseq=int(answer.get("cseq").split()[0]))

    def _on_request(self, request: Message) -> None:
        method, leg = request.first.split()[0], self._legs.get(request.get("call-id"))
        if method == "INVITE" and leg is None:
            self._ring(request)
        elif method == "INVITE" and leg is not None:
            if request.get("cseq") == leg.invite.get("cseq") and self._transport is not None:
                self._transport.sendto(leg.last, self._server)
            else:
                self._answer(request, 200, "OK", leg, self._sdp())
        elif method == "CANCEL" and leg is not None and not leg.up:
            self._answer(request, 200, "OK", leg)
            self._answer(leg.invite, 487, "Request Terminated", leg)
            self._forget(leg)
        elif method == "BYE":
            self._answer(request, 200, "OK", leg)
            if leg is not None:
                self._forget(leg)
        elif method == "NOTIFY":
            self._answer(request, 200, "OK", leg)
            if leg is not None and request.get("event") == "talk":
                self._pick_up(leg)
        elif method != "ACK":
            self._answer(request, 200, "OK", leg)

    def _ring(self, request: Message) -> None:
        account = re.match(r"INVITE sip:([^@]+)@", request.first)
        desk = self._desks.get(account[1]) if account else None
        if desk is None:
            self._answer(request, 404, "Not Found")
            return
        contact = re.search(r"<([^>]+)>", request.get("contact"))
        local = f"{request.get('to')};tag={secrets.token_hex(4)}"
        target = contact[1] if contact else ""
        conduct = self._conduct(desk.name)
        leg = _Leg(desk, conduct, request.get("call-id"), local, request.get("from"), target, request)
        self._legs[leg.id] = leg
        self.counts["rings"] += 1
        leg.last = self._answer(request, 180, "Ringing", leg)
        if conduct.answer is not None:
            leg.timers.append(self._loop.call_later(conduct.answer, self._pick_up, leg))

    def _pick_up(self, leg: _Leg) -> None:
        if leg.up or leg.id not in self._legs:
            return
        leg.up = True
        self.counts["answers"] += 1
        leg.last = self._answer(leg.invite, 200, "OK", leg, self._sdp())
        if leg.conduct.hold is not None:
            begin, length = leg.conduct.hold
            leg.timers.append(self._loop.call_later(begin, self._hold, leg, "sendonly"))
            leg.timers.append(self._loop.call_later(begin + length, self._hold, leg, "sendrecv"))
        if leg.conduct.talk is not None:
            leg.timers.append(self._loop.call_later(leg.conduct.talk, self._hang_up, leg))

    def _hold(self, leg: _Leg, way: str) -> None:
        if leg.id in self._legs:
            self.counts["holds"] += way == "sendonly"
            self._ask(leg, "INVITE", self._sdp(way))

    def _hang_up(self, leg: _Leg) -> None:
        if leg.id in self._legs:
            self._ask(leg, "BYE")
            self._forget(leg)

    def _forget(self, leg: _Leg) -> None:
        self._legs.pop(leg.id, None)
        for timer in leg.timers:
            timer.cancel()
