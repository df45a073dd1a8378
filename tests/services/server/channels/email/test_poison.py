"""One message that nobody thought of must not keep all others from being read."""

import pytest

from services.clock import ManualClock
from services.server.channels.email import intake
from services.server.channels.email.intake import Place
from services.server.kernel import Kernel
from tests.services.server import district
from tests.services.server.channels.email.conftest import set_up

HEADERS = (
    b"Message-ID: <a\xff\xfe@example.org>",
    b"Message-ID: <a\x00b@example.org>",
    "Message-ID: <编号@example.org>".encode("gb18030"),
    b"From: \xb3\xc2 <chen\xff@example.org>",
    b"From: chen\x00x@example.org",
    b"From: =?gb2312?B?s8LFrsq/?= <chen\x01@example.org>",
    b"Subject: \xff\x00\xfe [20260302-\xff00001]",
    b"Subject: =?utf-8?B?7aCA7bCA?=",
    b"In-Reply-To: <x\xff\x00@example.org>",
    b"References: <\x00@x> <\xff@y> " + b"<z@z> " * 3000,
    b'Content-Type: multipart/report; report-type="\x00"; boundary=b',
    b'Content-Type: text/plain; charset="\xff\x00utf-16"',
    b"Content-Type: text/plain; charset=utf-7",
    b"Content-Type: text/html; charset=utf-8",
    b'Content-Type: multipart/mixed; boundary="\xff\x00"',
    b'Content-Disposition: attachment; filename="\xff\x00\xed\xa0\x80.png"',
    b"Date: Tue, 99 Foo 2026 25:61:61 +9999",
)
BODY = "路灯坏了。+2AA- <p>&#xD800;&#0;</p> \x00\x0b\ud800".encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("header", HEADERS, ids=range(len(HEADERS)))
def test_no_header_stops_the_mailbox(kernel: Kernel, clock: ManualClock, header: bytes) -> None:
    district.load(kernel)
    settings = set_up(kernel)
    rest = [b"From: chen@example.org", b"Subject: light", b"Message-ID: <one@example.org>"]
    name = header.partition(b":")[0].lower()
    lines = [header, *(each for each in rest if not each.lower().startswith(name + b":"))]
    content = b"\r\n".join([*lines, b"", BODY])
    for uid in (1, 2):
        outcome = intake.take(kernel, settings, Place("box", 1, uid), content, clock.now())
        assert outcome.result in ("taken", "aside", "repeated")
    assert intake.too_large(kernel, Place("box", 1, 3), content, 50_000_000).result == "aside"
