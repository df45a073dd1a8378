import base64
import random
from email.header import Header
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.server.channels.email import automatic, parsing
from services.server.channels.email.decoding import decode
from services.server.channels.email.parsing import MOST_FILES, MOST_PARTS, read

WORDS = "您好，我想反映桂城街道中山路口的路灯坏了三天，请尽快处理，谢谢。"
TRADITIONAL = "您好，我想反映路口的路燈壞了三天，請儘快處理，謝謝。"
HEAD = b"From: =?UTF-8?B?6ZmI?= <Chen@Example.org>\r\nMessage-ID: <a@example.org>\r\nSubject: x\r\n"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """Nothing here needs a district."""


def mail(head: str = "", body: bytes = b"words") -> bytes:
    return HEAD + head.encode() + b"\r\n" + body


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("GB18030", "gb18030"),
        ("gb2312", "gb18030"),
        ("GBK", "gbk"),
        ("x-gbk", "gbk"),
        ("cp-936", "gbk"),
        ("UTF8", "utf-8"),
        ('"utf-8"', "utf-8"),
        ("utf-16", "utf-16"),
        ("hz-gb-2312", "hz"),
        ("no-such-charset", "utf-8"),
        ("no-such-charset", "gb18030"),
        ("us-ascii", "gb18030"),
        ("iso-8859-1", "utf-8"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("unicode_escape", "gb18030"),
        ("zlib", "utf-8"),
        ("\x00\xff", "utf-8"),
        ("", "utf-8"),
        ("", "gb18030"),
    ],
)
def test_words_in_whatever_encoding(charset: str, codec: str) -> None:
    assert decode(WORDS.encode(codec), charset) == WORDS
    declared = f'; charset="{charset}"' if charset and charset.isprintable() else ""
    head = f"Content-Type: text/plain{declared}\r\nContent-Transfer-Encoding: 8bit\r\n"
    if codec != "utf-16" and "\x00" not in charset:
        assert read(mail(head, WORDS.encode(codec))).fresh == WORDS
    head = head.replace("8bit", "base64")
    assert read(mail(head, base64.encodebytes(WORDS.encode(codec)))).fresh == WORDS


@pytest.mark.parametrize("charset", ["big5", "Big5-HKSCS", "x-x-big5", "cp950", "", "no-such-charset"])
def test_traditional_characters(charset: str) -> None:
    head = f"Content-Type: text/plain; charset={charset}\r\n" if charset else ""
    assert read(mail(head, TRADITIONAL.encode("big5"))).fresh == TRADITIONAL


@given(st.binary(max_size=400), st.text(max_size=30))
def test_decoding_never_fails(content: bytes, charset: str) -> None:
    decode(content, charset)


@given(st.text(max_size=200), st.sampled_from(["utf-8", "gb18030"]))
def test_a_right_declaration_is_right(text: str, charset: str) -> None:
    text = text.encode("utf-8", "ignore").decode().lstrip("\ufeff")
    content = text.encode(charset)
    if not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        assert decode(content, charset) == text


@pytest.mark.parametrize(
    "subject",
    [
        Header(WORDS, "gb18030").encode(),
        Header(WORDS, "utf-8").encode(),
        "=?GB2312?B?" + base64.b64encode(WORDS.encode("gbk")).decode() + "?=",
        "=?no-such?B?" + base64.b64encode(WORDS.encode("gbk")).decode() + "?=",
        # Cut in the middle of a character.
        "=?utf-8?B?" + base64.b64encode(WORDS.encode()[:31]).decode() + "?=\r\n =?utf-8?B?"
        # The first piece of 31 bytes ends inside a character.
        + base64.b64encode(WORDS.encode()[31:]).decode() + "?=",
    ],
)  # fmt: skip
def test_encoded_subjects(subject: str) -> None:
    content = f"From: a@example.org\r\nSubject: {subject}\r\n\r\nwords".encode()
    assert read(content).subject == WORDS


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_subject_in_bare_bytes(codec: str) -> None:
    content = b"From: a@example.org\r\nSubject: " + WORDS.encode(codec) + b"\r\n\r\nwords"
    assert read(content).subject == WORDS


def file_part(disposition: str) -> bytes:
    return (
        b"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; "
        + disposition.encode("utf-8")
        + b"\r\n\r\nJVBERg==\r\n"
    )


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("filename*=UTF-8''%E8%AF%B4%E6%98%8E.pdf", "说明.pdf"),
        ("filename*=gb18030''%CB%B5%C3%F7.pdf", "说明.pdf"),
        ("filename*0*=UTF-8''%E8%AF%B4; filename*1*=%E6%98%8E; filename*2=.pdf", "说明.pdf"),
        ('filename="=?GB2312?B?y7XD9y5wZGY=?="', "说明.pdf"),
        ('filename="=?utf-8?Q?=E8=AF=B4=E6=98=8E.pdf?="', "说明.pdf"),
        ('filename="说明.pdf"', "说明.pdf"),
        ("filename*=no-such''%E8%AF%B4%E6%98%8E.pdf", "说明.pdf"),
        ('filename="../../etc/说明.pdf"', "说明.pdf"),
        ('filename="C:\\\\Users\\\\a\\\\说明.pdf"', "说明.pdf"),
    ],
)
def test_names_of_files(disposition: str, name: str) -> None:
    head = 'Content-Type: multipart/mixed; boundary="b"\r\n'
    found = read(mail(head, b"--b\r\n\r\nwords\r\n" + file_part(disposition) + b"--b--\r\n"))
    assert [(file.name, file.content) for file in found.files] == [(name, b"%PDF")]
    assert found.fresh == "words"


def test_html_without_words_beside_it() -> None:
    message = EmailMessage()
    message["From"] = "a@example.org"
    message.set_content(
        "<html><head><title>T</title><style>p {color: red}</style></head><body><script>alert(1)</script>"
        "<p>第一&nbsp;行<br>第二行</p><div style='display: none'>藏着的<p>字</p></div><ul><li>甲</li><li>乙</li></ul>"
        "<table><tr><td>一</td><td>二</td></tr></table><a href='http://example.org/x'>看这里</a>"
        "<a href='javascript:alert(1)'>不要点</a><img src='http://example.org/pixel' alt='图'></body></html>",
        subtype="html",
    )
    assert read(bytes(message)).fresh.split("\n") == [
        "第一 行",
        "第二行",
        "- 甲",
        "- 乙",
        "一\t二",
        "看这里 (http://example.org/x)不要点[图]",
    ]


def test_of_alternatives_the_plain_words() -> None:
    message = EmailMessage()
    message.set_content("平的")
    message.add_alternative("<b>粗的</b>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    found = read(bytes(message))
    assert (found.fresh, [file.name for file in found.files]) == ("平的", ["a.pdf"])
    message = EmailMessage()
    message.set_content(" ")
    message.add_alternative("<b>粗的</b>", subtype="html")
    assert read(bytes(message)).fresh == "粗的"


@pytest.mark.parametrize(
    "quotation",
    [
        "On Mon, 2 Mar 2026 at 10:00, Hotline <h@example.org> wrote:\n> old\n> words",
        '在 2026-03-02 10:00:00，"热线" <h@example.org> 写道：\n> old\n> words',
        '------------------ 原始邮件 ------------------\n发件人: "热线"\n主题: x\n\nold words',
        "-----Original Message-----\nFrom: h\nSubject: x\n\nold words",
        "发件人： 热线 <h@example.org>\n发送时间： 2026年3月2日 10:00\n收件人： 陈\n主题： 回复\n\nold words",
        "________________________________\nFrom: h <h@example.org>\nSent: Monday\nold words",
        "> old\n> words",
    ],
)
def test_what_is_quoted_is_not_said_again(quotation: str) -> None:
    head = "In-Reply-To: <x@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n"
    found = read(mail(head, f"还是没修好。\n\n{quotation}\n".encode()))
    assert found.fresh == "还是没修好。"
    assert "old" in found.quoted
    assert found.answers == ["x@example.org"]


def test_answers_between_the_lines_stay() -> None:
    body = "On Monday, Hotline wrote:\n> 修好了吗？\n还没有。\n> 哪一盏？\n第三盏。\n"
    head = "In-Reply-To: <x@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n"
    assert read(mail(head, body.encode())).fresh == "还没有。\n第三盏。"


def test_what_is_passed_on_without_words_is_what_is_said() -> None:
    body = "发件人：陈\n主题：路灯\n\n路灯坏了。\n"
    head = "Subject: Fwd: x\r\nContent-Type: text/plain; charset=utf-8\r\n"
    assert "路灯坏了" in read(mail(head, body.encode())).fresh


@pytest.mark.parametrize("signature", ["-- \n陈女士\n某公司", "发自我的iPhone", "Sent from my Phone"])
def test_signatures_are_apart(signature: str) -> None:
    head = "Content-Type: text/plain; charset=utf-8\r\n"
    found = read(mail(head, f"路灯坏了。\n{signature}\n".encode()))
    assert found.fresh == "路灯坏了。"
    assert found.signature == signature.removeprefix("-- \n")


def test_who_sent_it() -> None:
    found = read(mail())
    assert (found.name, found.sender, found.id) == ("陈", "chen@example.org", "a@example.org")
    assert read(b"\r\n\r\nwords").sender == ""
    assert read(b"From: not an address\r\n\r\nwords").sender == ""
    assert read(b"Subject: x\r\n\r\nwords").id.startswith("sha256:")


def test_the_same_words_by_another_way_are_the_same() -> None:
    first, second = read(b"Received: a\r\n" + mail()), read(b"Received: b\r\n" + mail())
    assert first.fingerprint == second.fingerprint != read(mail(body=b"other")).fingerprint


def nested(depth: int) -> bytes:
    """A message in a message in a message."""
    opening = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return HEAD + opening + b"\r\nthe innermost words\r\n"


@pytest.mark.parametrize("depth", [10, 100, 1_000, 20_000])
def test_deep_nesting(depth: int) -> None:
    found = read(nested(depth))
    assert "the innermost words" in found.fresh or found.notes
    assert found.sender == "chen@example.org"


def test_ten_thousand_parts() -> None:
    parts = b"".join(b"--b\r\nContent-Type: text/plain\r\n\r\npart %d\r\n" % n for n in range(10_000))
    content = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts + b"--b--\r\n"
    found = read(content)
    assert found.fresh.startswith("part 0\n")
    assert found.notes == [f"邮件还有 {10_000 - MOST_PARTS} 个部分未读取，完整内容见原件"]


def test_a_thousand_files() -> None:
    parts = b"".join(file_part(f'filename="{n}.pdf"') for n in range(1_000))
    found = read(HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts + b"--b--\r\n")
    assert len(found.files) == MOST_FILES
    assert found.notes


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: " + b"=?utf-8?Q?a?= " * 100_000 + b"\r\n\r\nwords",
        b"From: " + b"a@example.org, " * 100_000 + b"\r\n\r\nwords",
        b"References: " + b"<a@example.org>\r\n " * 100_000 + b"\r\n\r\nwords",
        b"X-A: b\r\n" * 100_000 + b"\r\nwords",
        b"From: " + b"(" * 200_000 + b"\r\n\r\nwords",
        b"Content-Type: text/plain" + b"; a=b" * 50_000 + b"\r\n\r\nwords",
        b"Content-Type: text/html\r\n\r\n" + b"<" * 1_000_000,
        b"Content-Type: text/html\r\n\r\n" + b"<!--" * 250_000,
        b"Content-Type: text/html\r\n\r\n" + b"<![CDATA[" * 100_000,
        b"Content-Type: text/html\r\n\r\n" + b"<a " * 300_000,
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 200_000 + b"words",
        b"In-Reply-To: <a@b>\r\n\r\n" + b"On " * 300_000,
        b"In-Reply-To: <a@b>\r\n\r\n" + b"From: x\n" * 100_000,
        b"\r\n\r\n" + b"> " * 500_000,
    ],
    ids=range(14),
)
@pytest.mark.timeout(60)
def test_huge_and_crooked_messages_cost_little(content: bytes) -> None:
    # What is not linear takes far more than a minute here.
    read(content)


_PIECES = st.sampled_from(
    [
        b"From: a@b.c\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: message/rfc822\r\n",
        b"Content-Type: text/html; charset=x'y\r\n", b"Content-Transfer-Encoding: base64\r\n", b"--b\r\n", b"--b--\r\n",
        b"\r\n", b"Content-Disposition: attachment; filename*=a'b\r\n", b"filename*1*=%\r\n", b"\xff\xfe\x00", b"=?a?b?c?=",
        b"Subject: =?utf-8?B?_?=\r\n", b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
        b"Content-Type: message/delivery-status\r\n", b"begin 644 x\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
        b"Date: Mon, 99 Foo 2026 25:61:61 +9999\r\n", b"Message-ID: <", b"Content-Type: ; ;=\r\n", b"words",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.one_of(_PIECES, st.binary(max_size=30)), max_size=30).map(b"".join))
def test_nothing_breaks_the_reader(content: bytes) -> None:
    found = read(content)
    automatic.reason(found.message, found.sender, ["own@example.org"])
    assert found.id


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("Auto-Submitted: auto-replied", "auto_submitted"),
        ("Auto-Submitted: auto-generated; owner=x", "auto_submitted"),
        ("Auto-Submitted: no", ""),
        ("Precedence: bulk", "precedence"),
        ("Precedence: first-class", ""),
        ("X-Auto-Response-Suppress: OOF, AutoReply", "suppress"),
        ("X-Auto-Response-Suppress: None", ""),
        ("Return-Path: <>", "null_sender"),
        ("X-Autoreply: yes", "auto_reply"),
        ("List-Id: <x.example.org>", "list"),
        ("X-Loop: Hotline@Example.org", "loop"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "report"),
        ("X-Nothing: x", ""),
    ],
)
def test_machines_are_told_from_people(head: str, reason: str) -> None:
    found = read(mail(head + "\r\n"))
    assert automatic.reason(found.message, found.sender, ["hotline@example.org"]) == reason


@pytest.mark.parametrize(
    ("sender", "subject", "reason"),
    [
        ("hotline@example.org", "x", "own_address"),
        ("MAILER-DAEMON@example.org", "x", "machine"),
        ("no-reply@example.org", "x", "machine"),
        ("chen@example.org", "=?UTF-8?B?6Ieq5Yqo5Zue5aSN77ya5oiR5LiN5Zyo?=", "auto_subject"),
        ("chen@example.org", "Automatic reply: away", "auto_subject"),
        ("chen@example.org", "自动取款机坏了", ""),
        ("", "x", "null_sender"),
    ],
)
def test_machines_by_address_and_subject(sender: str, subject: str, reason: str) -> None:
    found = read(f"From: {sender}\r\nSubject: {subject}\r\n\r\nx".encode())
    assert automatic.reason(found.message, found.sender, ["hotline@example.org"]) == reason


def test_a_report_names_the_message_that_did_not_arrive() -> None:
    body = (
        b"--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        b"Final-Recipient: rfc822; a@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\n"
    )
    whole = (
        b"Content-Type: message/rfc822\r\n\r\nMessage-ID: <ours@example.org>\r\nSubject: x\r\n\r\nwords\r\n--b--\r\n"
    )
    heads = b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <ours@example.org>\r\nSubject: x\r\n\r\n--b--\r\n"
    for returned in (whole, heads):
        found = read(
            mail("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", body + returned)
        )
        assert (found.bounced, found.bounce_status) == (["ours@example.org"], "5.1.1")


def test_random_bytes() -> None:
    source = random.Random(1)
    for _ in range(50):
        read(source.randbytes(2_000))
    assert parsing.read(b"").fresh == ""
