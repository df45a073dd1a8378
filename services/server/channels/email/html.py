"""The words of an HTML message; nothing of it that could act, load or hide.

The standard parser is not used: on broken markup it looks for the end of each tag again and again, and a message of one
megabyte keeps it busy for hours. This one reads every character a fixed number of times.
"""

import re
from collections.abc import Iterator
from html import unescape

LONGEST = 2_000_000
"""Characters of HTML that are read; the original has all of them."""
_NOT_SAID = frozenset(["script", "style", "head", "title", "template", "object", "iframe", "svg", "noscript", "select"])
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "tr",
        "table",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "form",
        "dl",
        "dt",
        "dd",
        "address",
    ]
)
_VOID = frozenset(["br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr"])
_HIDDEN = ("display:none", "visibility:hidden", "mso-hide:all")


_RAW = frozenset(["script", "style", "title", "textarea", "iframe", "noscript"])
_TAG = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,30})(?:\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_LONGEST_TAG = 5_000


class _Words:
    """What has been said so far, and where in the page it is."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._silencer: list[str] = []
        self._quoted = 0
        self._at_line_start = True
        self._link: str = ""
        self._link_from = 0

    def begin(self, tag: str, values: dict[str, str]) -> None:
        """A tag opens."""
        if self._silencer:
            if tag == self._silencer[-1] and tag not in _VOID:
                self._silencer.append(tag)
            return
        style = "".join(values.get("style", "").lower().split())
        if tag not in _VOID and (tag in _NOT_SAID or any(word in style for word in _HIDDEN) or "hidden" in values):
            self._silencer.append(tag)
            return
        if tag == "br":
            self._line()
        elif tag == "img" and values.get("alt"):
            self._say(f"[{values['alt'][:80]}]")
        elif tag in ("td", "th"):
            self._say(" " if self._at_line_start else "\t")
        elif tag in _BLOCKS or tag == "hr":
            self._block()
            if tag == "blockquote":
                self._quoted += 1
            elif tag == "li":
                self._say("- ")
        elif tag == "a":
            self._link, self._link_from = values.get("href", ""), len(self.pieces)

    def end(self, tag: str) -> None:
        """A tag closes."""
        if self._silencer:
            if tag == self._silencer[-1]:
                self._silencer.pop()
            return
        if tag in _BLOCKS:
            self._block()
            if tag == "blockquote":
                self._quoted = max(self._quoted - 1, 0)
        elif tag == "a" and self._link:
            said = "".join(self.pieces[self._link_from :]).strip()
            if self._link.startswith(("http://", "https://")) and self._link.rstrip("/") not in said:
                self._say(f" ({self._link[:300]})")
            self._link = ""

    def text(self, data: str) -> None:
        """Words between tags."""
        if not self._silencer:
            self._say(" ".join(data.split()) if data.strip() else " ", data)

    def _say(self, text: str, data: str = "") -> None:
        if self._at_line_start:
            text = text.lstrip(" ")
            if not text:
                return
            if self._quoted:
                self.pieces.append("> ")
        elif data[:1].isspace() and text.strip():
            text = " " + text
        if data[-1:].isspace() and text.strip():
            text += " "
        self.pieces.append(text)
        self._at_line_start = False

    def _line(self) -> None:
        self.pieces.append("\n")
        self._at_line_start = True

    def _block(self) -> None:
        if not self._at_line_start:
            self._line()


def text_of(html: str) -> str:
    """Returns what a reader would see of an HTML message, as lines; quotations begin with ``>``."""
    said = _Words()
    for kind, value in _tokens(html[:LONGEST]):
        if kind == "text":
            said.text(unescape(value))
            continue
        found = _TAG.match(value)
        if found is None:
            continue
        tag = found.group(2).lower()
        if found.group(1):
            said.end(tag)
        else:
            said.begin(tag, _attributes(value[found.end() :]))
    lines = [" ".join(line.split(" ")).rstrip() for line in "".join(said.pieces).replace("\xa0", " ").split("\n")]
    return "\n".join(lines).strip()


def _attributes(inside: str) -> dict[str, str]:
    return {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(inside)}


def _tokens(html: str) -> Iterator[tuple[str, str]]:
    """Cuts a page into ``text`` and ``tag``. What begins and does not end is where the page ends."""
    lower, at = html.lower(), 0
    while at < len(html):
        start = html.find("<", at)
        if start < 0:
            yield "text", html[at:]
            return
        if start > at:
            yield "text", html[at:start]
        following = html[start + 1 : start + 4]
        if following == "!--":
            end = html.find("-->", start + 4)
            if end < 0:
                return
            at = end + 3
        elif following[:1] in "!?/" or following[:1].isalpha():
            end = _tag_end(html, start + 1)
            if end < 0:
                return
            inside = html[start + 1 : min(end, start + _LONGEST_TAG)]
            yield "tag", inside
            at = end + 1
            name = _TAG.match(inside)
            if name and not name.group(1) and name.group(2).lower() in _RAW:
                close = lower.find(f"</{name.group(2).lower()}", at)
                if close < 0:
                    return
                at = close
        else:
            yield "text", "<"
            at = start + 1


def _tag_end(html: str, at: int) -> int:
    """Returns where a tag ends: a sign in quotes is not its end, as far as quotes are in order."""
    first = end = html.find(">", at)
    for _ in range(5):
        inside = html[at : min(end, at + _LONGEST_TAG)]
        if end < 0 or (inside.count('"') % 2 == 0 and inside.count("'") % 2 == 0):
            break
        end = html.find(">", end + 1)
    return first if end < 0 else end
