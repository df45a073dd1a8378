"""Takes a message of any mail program apart: never raises, and needs time and memory in proportion to the message."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

from services.contracts.text import clean_line, clean_text
from services.server.attachments.content import bare_name
from services.server.channels.email import html, quoting
from services.server.channels.email.decoding import bare, decode, header, parameter, raw_header, words

MOST_PARTS = 300
"""Parts of one message that are looked at."""
MOST_FILES = 20
_MOST_TEXTS = 20
_HEADERS_BYTES = 256_000
_DEEPEST = 40
"""Messages nested deeper are no people's; the standard parser calls itself for each level."""
_NESTING = re.compile(rb"^content-type:[ \t]*(?:\r?\n[ \t]+)?(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")
_ADDRESS = re.compile(r"^[^@\s<>,;:\"()\[\]]{1,64}@[^@\s<>,;:\"()\[\]]{1,190}$")
_TEXT_BYTES = 2_000_000


@dataclass(frozen=True)
class File:
    """A file that came with a message. Its name is only the last part of what was claimed."""

    name: str
    content: bytes


@dataclass
class Mail:
    """A message as it is understood.

    Attributes:
        id: Message-ID without its brackets; of a message without one a digest.
        answers: what it says that it answers, nearest first.
        sender: address in small letters, empty where there is none.
        fresh: what was written anew.
        fingerprint: of what it says, whatever way it came: tells two messages under one id apart.
        notes: what could not be taken, for the reader of the ticket.
        bounced: Message-IDs that stand in a report of what could not be delivered, with its status.
    """

    id: str
    message: Message
    answers: list[str] = field(default_factory=list)
    sender: str = ""
    name: str = ""
    subject: str = ""
    sent_at: datetime | None = None
    fresh: str = ""
    quoted: str = ""
    signature: str = ""
    files: list[File] = field(default_factory=list)
    fingerprint: str = ""
    notes: list[str] = field(default_factory=list)
    bounced: list[str] = field(default_factory=list)
    bounce_status: str = ""


def read(content: bytes) -> Mail:
    """Returns what a message says."""
    message, is_whole = _parsed(content)
    ids = _ids(message, "Message-ID")
    digest = hashlib.sha256(content).hexdigest()
    mail = Mail(ids[0] if ids else f"sha256:{digest}", message)
    if not is_whole:
        mail.notes.append("邮件结构异常，仅读取了开头部分，完整内容见原件")
    near = _ids(message, "In-Reply-To")
    # The last of the references is the nearest; a header of thousands is somebody's mistake.
    near += reversed(_ids(message, "References")[-50:])
    mail.answers = list(dict.fromkeys(near))[:50]
    mail.name, mail.sender = _sender(message)
    mail.subject = clean_line(header(message, "Subject"))
    mail.sent_at = _date(raw_header(message, "Date"))
    text = _take_parts(mail, message) if is_whole else decode(_body(content)[:_TEXT_BYTES])
    is_answer = bool(mail.answers) or bool(re.match(r"^\s*(re|回复|答复|回覆)\s*[:：]", mail.subject, re.IGNORECASE))
    said = quoting.split(clean_text(text), is_answer)
    mail.fresh, mail.quoted, mail.signature = said.fresh, said.quoted, said.signature
    parts = [mail.sender, mail.subject, raw_header(message, "Date"), said.fresh]
    parts += [hashlib.sha256(file.content).hexdigest() for file in mail.files]
    mail.fingerprint = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
    return mail


def _parsed(content: bytes) -> tuple[Message, bool]:
    """Returns the message, or only its headers where the rest would be too much for the parser."""
    end = _BLANK_LINE.search(content)
    headers = content[: end.start()] if end else content
    is_whole = len(headers) <= _HEADERS_BYTES and len(_NESTING.findall(content)) <= _DEEPEST
    if is_whole:
        try:
            return BytesParser(policy=compat32).parsebytes(content), True
        except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
            # The standard parser has raised each of these on broken input.
            pass
    cut = headers[:_HEADERS_BYTES]
    cut = cut[: cut.rfind(b"\n") + 1] if len(cut) < len(headers) else cut
    return BytesParser(policy=compat32).parsebytes(cut, headersonly=True), False


def _body(content: bytes) -> bytes:
    end = _BLANK_LINE.search(content)
    return content[end.end() :] if end else b""


def _ids(message: Message, name: str) -> list[str]:
    """Returns the Message-IDs in a header, as they can be stored: some programs write other signs than the standard has."""
    return _MESSAGE_ID.findall(clean_line(bare(raw_header(message, name))))


def _sender(message: Message) -> tuple[str, str]:
    for name in ("From", "Reply-To", "Sender"):
        for said, found in _addresses(raw_header(message, name)):
            address = clean_line(bare(found))
            if _ADDRESS.match(address):
                return clean_line(words(said)).strip("\"'")[:60], address.lower()
    return "", ""


def _addresses(value: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([value], **_LOOSE)[:5]
    except (RecursionError, ValueError, IndexError):
        return []


# Newer versions of Python refuse a whole header for one address that is not quite right; what is taken is checked above.
_LOOSE: dict[str, bool] = {"strict": False} if "strict" in (getaddresses.__kwdefaults__ or {}) else {}


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else None


def _take_parts(mail: Mail, message: Message) -> str:
    """Collects a message's words and files; returns the words."""
    texts: list[str] = []
    left_out = 0
    for number, part in enumerate(_leaves(message)):
        if number >= MOST_PARTS:
            left_out += 1
            continue
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "text/rfc822-headers"):
            _take_report(mail, part)
            continue
        content = _content(part)
        name = _file_name(part)
        is_file = bool(name) or part.get_content_disposition() == "attachment" or not kind.startswith("text/")
        if not is_file and kind in ("text/plain", "text/html"):
            if len(texts) < _MOST_TEXTS:
                said = decode(content[:_TEXT_BYTES], parameter(part, "charset", "content-type"))
                texts.append(html.text_of(said) if kind == "text/html" else said)
        elif content:
            if len(mail.files) < MOST_FILES:
                mail.files.append(File(name or f"{kind.partition('/')[0]}-{number}{_ENDINGS.get(kind, '')}", content))
            else:
                left_out += 1
    if left_out:
        mail.notes.append(f"邮件还有 {left_out} 个部分未读取，完整内容见原件")
    return "\n\n".join(text.strip() for text in texts if text.strip())


_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "application/pdf": ".pdf"}


def _leaves(message: Message) -> Iterator[Message]:
    """Gives the parts that are not made of parts, in order; of alternatives the plainest that says something.

    Without calling itself: a message may be nested as deep as somebody likes.
    """
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if not part.is_multipart():
            yield part
            continue
        inner = [item for item in part.get_payload() if isinstance(item, Message)]
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            yield part
            continue
        if kind == "multipart/alternative":
            inner = _chosen(inner)
        elif kind == "multipart/report":
            # A report may bring the whole message back: only what it says about it is of interest.
            inner = [_headers_only(item) if item.get_content_type() == "message/rfc822" else item for item in inner]
        waiting += reversed(inner)


def _headers_only(returned: Message) -> Message:
    inner = returned.get_payload()
    part = Message()
    part["Content-Type"] = "text/rfc822-headers"
    message = inner[0] if isinstance(inner, list) and inner else None
    part.set_payload(f"Message-ID: {raw_header(message, 'Message-ID')}" if isinstance(message, Message) else "")
    return part


def _chosen(alternatives: list[Message]) -> list[Message]:
    for part in alternatives[:20]:
        if part.get_content_type() == "text/plain" and _content(part).strip():
            # What is not another form of the words, such as a file in the wrong place, is not lost.
            rest = [other for other in alternatives if _is_file(other)]
            return [part, *rest]
    rich = [part for part in alternatives if not _is_file(part)][-1:]
    return [*rich, *(part for part in alternatives if _is_file(part))]


def _is_file(part: Message) -> bool:
    return part.get_content_maintype() not in ("text", "multipart") or part.get_content_disposition() == "attachment"


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
        payload = content if isinstance(content, bytes) else part.get_payload()
    except (ValueError, LookupError, AssertionError, TypeError):
        # The name of its encoding cannot even be looked up: the bytes are there without it.
        part.replace_header("Content-Type", part.get_content_type())
        content = part.get_payload(decode=True)
        payload = "" if content is None else content
    if isinstance(content, bytes):
        return content
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def _file_name(part: Message) -> str:
    name = parameter(part, "filename", "content-disposition") or parameter(part, "name", "content-type")
    return bare_name(name) if name.strip() else ""


def _take_report(mail: Mail, part: Message) -> None:
    """Reads which message could not be delivered, and why, from the parts of a report (RFC 3464)."""
    try:
        text = part.as_bytes()[:100_000].decode("ascii", "replace")
    except (ValueError, LookupError, TypeError, AttributeError):
        return
    status = re.search(r"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", text, re.IGNORECASE | re.MULTILINE)
    failed = re.search(r"^Action:\s*failed", text, re.IGNORECASE | re.MULTILINE)
    if status and failed:
        mail.bounce_status = status.group(1)
    original = re.search(r"^Message-ID:\s*<([^<>\s]{1,250})>", text, re.IGNORECASE | re.MULTILINE)
    if original:
        mail.bounced.append(original.group(1))
