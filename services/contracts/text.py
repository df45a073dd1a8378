r"""Cleaning of what people type or paste, before anything else looks at it.

Citizens' words are kept as they are, with three exceptions that would otherwise hurt the next reader: control
characters, zero-width characters and bidirectional overrides are dropped (they can hide or reverse what a line says),
line ends become ``\\n``, and the text is brought to Unicode form NFC. Emoji and rare Han characters stay.
"""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
# Cc except tab and newline; zero-width; bidirectional marks, embeddings, overrides, isolates; byte-order mark; surrogates.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
# U+200D joins emoji (a family, a profession); anywhere else it only hides.
_STRAY_JOINER = re.compile(
    r"(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_SPACES = re.compile(r"[ \t\u3000\xa0]+")
_NOT_A_NUMBER_SIGN = re.compile(r"[^0-9+*#]")
_NOT_OF_KEY = re.compile(r"[^0-9+]")
# Area code and number of a fixed line, as they are written behind +86; 400 and 800 are no areas.
_FIXED_LINE = re.compile(r"(10|2[0-9]|(?!400|800)[3-9][0-9]{2})[0-9]{7,8}(#|$)")
# No area begins with 1 but Beijing's 10, so that a 0 before such a number is a trunk's for calls beyond the own area.
_TRUNK_MOBILE = re.compile(r"01[3-9][0-9]{9}")


def clean_text(value: str) -> str:
    r"""Returns the text without invisible characters, with ``\\n`` line ends, in NFC; white space at both ends dropped."""
    # Nothing of what is looked for can be printed, and most texts have none of it.
    if not value.isprintable():
        value = _LINE_ENDS.sub("\n", value)
        value = _UNWANTED.sub("", value)
        value = _STRAY_JOINER.sub("", value)
    return unicodedata.normalize("NFC", value).strip()


def clean_line(value: str) -> str:
    """Like :func:`clean_text`, and everything on one line with single spaces."""
    return _SPACES.sub(" ", clean_text(value).replace("\n", " ")).strip()


def clean_number(value: str) -> str:
    """Brings a telephone number to the form it is stored and compared in.

    Full-width digits become ASCII, separators go, and China's own prefix (``+86``, ``0086``, ``tel:``) goes, because one
    citizen's number must be one key whichever way the exchange or the person writes it. A fixed line gets the ``0`` back that
    stands before its area code only within the country. An extension (``转`` or
    ``ext``) is kept behind ``#``. An empty result means "withheld".
    """
    value = unicodedata.normalize("NFKC", clean_line(value)).lower()
    value = re.sub(r"^(tel|sip|sips):", "", value).split("@")[0]
    value = re.sub(r"(转|分机|ext\.?|x|;ext=)", "#", value)
    value = _NOT_A_NUMBER_SIGN.sub("", value)
    here = re.sub(r"^(\+86|0086)", "", value)
    return f"0{here}" if here != value and _FIXED_LINE.match(here) else here


def number_key(value: str) -> str:
    """Returns what telephone numbers are compared by, wherever two are the same citizen's: cleaned, without an extension.

    Only digits are left, and the sign of other countries. The ``0`` goes that a trunk puts before a mobile number. Empty where it
    is withheld, or nothing but an extension.
    """
    key = number_without_extension(value)
    return key[1:] if _TRUNK_MOBILE.fullmatch(key) else key


def number_without_extension(value: str) -> str:
    """Returns a number's digits and the sign of other countries, as they came: with the ``0`` that a trunk puts before a mobile one."""
    return _NOT_OF_KEY.sub("", clean_number(value).partition("#")[0])


_DIALLED = re.compile(r"(?!00)[0-9]{3,20}")
_EXTENSION = re.compile(r"[0-9]{1,8}")


def dialable(value: str) -> tuple[str, str] | None:
    """Returns what to dial and the extension to key in then (mostly empty), or ``None`` for what is no number of this country.

    No call abroad: stolen sign-ins make those. Letters are refused, and not dropped: what would be dialled is another number.
    """
    words = re.sub(
        r"^(tel|sip|sips):|(转|分机|ext\.?|x|;ext=)", "", unicodedata.normalize("NFKC", clean_line(value)).lower()
    )
    if any(sign.isalpha() for sign in words):
        return None
    number, _, extension = clean_number(value).partition("#")
    if not _DIALLED.fullmatch(number) or (extension and not _EXTENSION.fullmatch(extension)):
        return None
    return number, extension


def mask_number(value: str) -> str:
    """Shows enough of a number to recognise it and too little to call it: ``138****0042``."""
    if not value:
        return ""
    if len(value) < 7:
        return value[:1] + "*" * (len(value) - 1)
    return f"{value[:3]}{'*' * (len(value) - 7)}{value[-4:]}"


def mask_name(value: str) -> str:
    """Shows a citizen's surname only: ``陈**``; of other names the first letter."""
    return value[:1] + "**" if value else ""
