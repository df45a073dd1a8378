"""Bytes of mail programs as text: declared encodings that are wrong, missing or have no such name."""

import re
from email.header import decode_header
from email.message import Message
from urllib.parse import unquote_to_bytes

_LONGEST_HEADER = 10_000

_ALIASES = {
    # Programs say GB2312 and write GBK; GB18030 holds both.
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cngb": "gb18030",
    "euccn": "gb18030",
    "cp936": "gb18030",
    "windows936": "gb18030",
    "chinese": "gb18030",
    "gb18030": "gb18030",
    "hz": "hz",
    "hzgb2312": "hz",
    "big5": "big5hkscs",
    "xxbig5": "big5hkscs",
    "cnbig5": "big5hkscs",
    "cp950": "cp950",
    "windows950": "cp950",
    "big5hkscs": "big5hkscs",
    "utf8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode11utf8": "utf-8",
    "utf16": "utf-16",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "utf7": "utf-7",
    "unicode11utf7": "utf-7",
    "iso2022jp": "iso2022_jp",
    "iso2022cn": "gb18030",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "windows31j": "cp932",
    "eucjp": "euc_jp",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "koi8r": "koi8-r",
    "koi8u": "koi8-u",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    **{f"windows125{n}": f"cp125{n}" for n in range(9)},
    **{f"cp125{n}": f"cp125{n}" for n in range(9)},
    **{f"iso8859{n}": f"iso8859-{n}" for n in (*range(2, 12), 13, 14, 15, 16)},
}
"""Only these: a name from outside must not choose a codec that unpacks, computes or takes for ever."""

_SINGLE_BYTE = ("cp125", "iso8859", "koi8")
_FREQUENT = frozenset(
    "的一是不了在人有我他这個这个们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里"
    "用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實"
    "您请請谢謝问問区區镇鎮街路村居委反映希望处處理投诉訴举舉报報建议議咨询詢水电電气氣车車楼樓门門"
)


def decode(content: bytes, charset: str = "") -> str:
    """Returns text; never raises. Where the declared encoding does not fit, the likeliest of those in use here is taken."""
    # Halves of a character (UTF-7 can write one) cannot be stored.
    return _decoded(content, charset).encode("utf-8", "replace").decode()


def bare(value: str) -> str:
    """Returns a header's value without decoding its encoded words: what was beyond ASCII in it as text."""
    return value if value.isascii() else decode(_bytes_of(value))


def _decoded(content: bytes, charset: str) -> str:
    declared = _ALIASES.get(re.sub(r"[^a-z0-9]", "", charset.lower()[:60]), "")
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        declared = "utf-8-sig" if content[0] == 0xEF else "utf-16"
    try:
        # In these every byte is a character, so that nothing ever fails to fit: better is only what fits by itself.
        if declared and not declared.startswith(_SINGLE_BYTE):
            return content.decode(declared)
    except (UnicodeDecodeError, ValueError):
        pass
    if content.isascii():
        return content.decode("ascii")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared.startswith(_SINGLE_BYTE):
        return content.decode(declared, "replace")
    guesses = [content.decode(name, "replace") for name in ("gb18030", "big5hkscs", "cp1252")]
    if declared:
        guesses.insert(0, content.decode(declared, "replace"))
    return max(guesses, key=_likelihood)


def _likelihood(text: str) -> float:
    """Returns how much a text looks like Chinese that was decoded rightly: frequent characters, few that fit nothing."""
    sample = text[:20_000]
    if not sample:
        return 0.0
    good = sum(sign in _FREQUENT for sign in sample)
    bad = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or "\x80" <= sign < "\xa0" for sign in sample)
    # One broken byte at the end does not make an encoding wrong, many do.
    return (good - 3 * bad) / len(sample)


def header(message: Message, name: str) -> str:
    """Returns a header as text on one line, its encoded words (RFC 2047) decoded; empty where there is none."""
    return words(raw_header(message, name))


def raw_header(message: Message, name: str) -> str:
    """Returns a header as it came, unfolded; bytes beyond ASCII are surrogates."""
    wanted = name.lower()
    for key, value in message.raw_items():
        if key.lower() == wanted:
            return re.sub(r"[\r\n]+[ \t]*", " ", str(value)[:_LONGEST_HEADER]).strip()
    return ""


def words(value: str) -> str:
    """Returns what a header's value says. A character that was cut between two encoded words of one encoding is whole again."""
    if "=?" not in value:
        return decode(_bytes_of(value)).strip()
    try:
        pieces = decode_header(value.encode("ascii", "replace").decode() if not value.isascii() else value)
    except (ValueError, LookupError):
        return decode(_bytes_of(value)).strip()
    said = [
        piece if isinstance(piece, str) else decode(piece, charset or "") if charset else decode(piece)
        for piece, charset in pieces
    ]
    return "".join(said).strip()


def parameter(part: Message, name: str, of: str) -> str:
    """Returns a parameter of a header (RFC 2231 and its misuses): a file's name, an encoding; never raises."""
    # Not of the part itself: it would lose bytes beyond ASCII, and read headers of any length.
    bare = Message()
    bare[of] = decode(_bytes_of(raw_header(part, of)))
    try:
        value = bare.get_param(name, header=of)
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return ""
    if isinstance(value, tuple):
        charset, _language, text = value
        return decode(_bytes_of(text), charset or "")
    text = str(value or "")
    if re.match(r"^[\w-]+'[\w-]*'%", text):
        # An encoded value under the plain name.
        charset, _language, text = text.split("'", 2)
        return decode(unquote_to_bytes(text), charset)
    return words(text)


def _bytes_of(text: str) -> bytes:
    """Returns the bytes that a text of the parser stands for."""
    try:
        return text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace")
