"""What somebody wrote anew, apart from what they quote and how they sign. The original keeps all of it."""

import re
from dataclasses import dataclass

_ATTRIBUTION = re.compile(
    r"""^\s*(
        -{2,}\s*(original\ message|forwarded\ message|原始邮件|原邮件|转发邮件|邮件原件|原始訊息|回复的原邮件).{0,40}
        | (在|于|於)?\s*\d{4}\s*[-/年.].{4,120}(写道|寫道|wrote)\s*[:：]?
        | on\ .{6,200}\ wrote\s*:
        | at\ \d{4}-.{6,120},.{0,120}wrote\s*:
        | _{20,}
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_SENDER_LINE = re.compile(r"^\s*[*>\s]*(发件人|寄件者|寄件人|from|发送人)\s*[*]?\s*[:：]\s*\S", re.IGNORECASE)
_HEADER_LINE = re.compile(
    r"^\s*[*>\s]*(发送时间|发件时间|日期|时间|收件人|抄送|主题|主旨|sent|date|to|cc|subject|寄件日期|收件者)\s*[*]?\s*[:：]",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^\s*(发自我的|來自我的|从我的.{1,20}发送|来自我的|发送自|发自|sent from my|get outlook for|"
    r"sent from (mail|outlook|yahoo)|来自(qq|网易|163|新浪)?\s*邮箱).{0,60}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """A message in its parts. ``fresh`` is never empty where the message was not."""

    fresh: str
    quoted: str = ""
    signature: str = ""


def split(text: str, is_answer: bool) -> Said:
    r"""Takes a message apart.

    Args:
        text: with ``\n`` line ends.
        is_answer: it answers another one; otherwise what it quotes is what it is about, and stays.
    """
    lines = text.split("\n")
    quoted: list[str] = []
    if is_answer:
        lines, quoted = _without_quotation(lines)
    lines, signature = _without_signature(lines)
    fresh = "\n".join(lines).strip()
    if not fresh:
        return Said(text.strip())
    return Said(fresh, "\n".join(quoted).strip(), "\n".join(signature).strip())


def _without_quotation(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cuts at the line that introduces the earlier message; of marked quotations answers between them stay."""
    for at, line in enumerate(lines):
        is_header = _SENDER_LINE.match(line) and any(_HEADER_LINE.match(near) for near in lines[at + 1 : at + 4])
        is_introduced = len(line) < 400 and _ATTRIBUTION.match(line)
        if is_introduced and any(rest.lstrip().startswith(">") for rest in lines[at + 1 : at + 4]):
            return _between(lines, at)
        if (is_header or is_introduced) and any(before.strip() for before in lines[:at]):
            return lines[:at], lines[at:]
    return _between(lines, None)


def _between(lines: list[str], introduction: int | None) -> tuple[list[str], list[str]]:
    kept: list[str] = []
    quoted: list[str] = []
    for at, line in enumerate(lines):
        (quoted if at == introduction or line.lstrip().startswith(">") else kept).append(line)
    return kept, quoted


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    for at, line in enumerate(lines):
        # RFC 3676: two hyphens and a space; many programs lose the space.
        if line.rstrip("\r") in ("-- ", "--", "--\xa0") and at:
            return lines[:at], lines[at + 1 :]
    last = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].strip()), None)
    if last is not None and _SIGNED.match(lines[last]):
        return lines[:last], lines[last:]
    return lines, []
