"""The cells of somebody's table as they may be shown to who says which column is which: of citizens no more than elsewhere."""

import re
from datetime import date, datetime
from typing import Any

from services.contracts.text import clean_line, mask_name, mask_number

LONGEST = 80
_NUMBERS = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
_PROOFS = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_OF_NUMBERS = re.compile(r"电话|手机|号码|联系方式|微信|qq|phone|mobile|tel(?:ephone)?$", re.IGNORECASE)
_OF_PROOFS = re.compile(r"身份证|证件|住址|家庭地址|passport|identity", re.IGNORECASE)
_OF_NAMES = re.compile(
    r"姓名|名字|昵称|用户|网友|网民|联系人|(?:来电|诉求|反映|留言|投诉|举报|当事)(?:人|者)|caller|sender|author|user|contact",
    re.IGNORECASE,
)


def shown(cell: Any, field: str, heading: str = "") -> str:
    """Returns a cell masked by the field that it is read as; of a column that no field takes, its heading says what it is."""
    text = plain(cell)
    if field == "caller_number":
        return mask_number(_short(text))
    if field == "caller_name":
        return mask_name(text)
    if field == "caller_email":
        return mask_mail(text)
    if not field:
        if _OF_PROOFS.search(heading):
            return mask_name(text)
        if _OF_NUMBERS.search(heading):
            return mask_number(_short(text))
        if _OF_NAMES.search(heading):
            return mask_name(text)
    return words(text)


def words(text: str) -> str:
    """Returns the beginning of a text; numbers to call, proofs of identity and addresses of mail in it are masked."""
    text = _PROOFS.sub(lambda found: f"{found[0][:3]}{'*' * 11}{found[0][-4:]}", text)
    text = _NUMBERS.sub(lambda found: mask_number(found[0]), text)
    text = _MAIL.sub(lambda found: mask_mail(found[0]), text)
    return _short(text)


def mask_mail(text: str) -> str:
    """Shows the first letter of an address, and where it is: ``z***@example.test``."""
    name, sign, domain = text.rpartition("@")
    return f"{name[:1]}***@{domain}"[:LONGEST] if sign else mask_name(text)


def plain(cell: Any) -> str:
    """Returns a cell as one line of text."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    # A number typed into a spreadsheet comes back as 13800000000.0.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else clean_line(str(cell))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
