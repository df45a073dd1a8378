"""What can go wrong, as stable codes, with a sentence for people in Chinese and in English.

The server turns an :class:`AppError` into a problem response (RFC 9457); the client turns a problem response back into
the same error. A sentence says what happened, to what, and what the person can do now.
"""

from typing import Any

from services.sentences import ASKED, SENTENCES, THINGS


class AppError(Exception):
    """Base of every error that a person may be told about.

    Args:
        code: a key of :data:`services.sentences.SENTENCES`.
        status: the HTTP status that the server answers with.
        details: values for the sentence's ``{names}``.
        fields: problems by field name: ``{"title": ("too_long", {"limit": 120})}``.
        current: the present state of what a stale write wanted to change.
    """

    status = 400

    def __init__(
        self,
        code: str,
        *,
        status: int | None = None,
        details: dict[str, Any] | None = None,
        fields: dict[str, tuple[str, dict[str, Any]]] | None = None,
        current: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status or type(self).status
        self.details = details or {}
        self.fields = fields or {}
        self.current = current

    def __str__(self) -> str:
        return f"{self.code}: {sentence(self.code, 'en', self.details)}"


class NotSignedIn(AppError):
    """The token is missing, wrong, expired or revoked."""

    status = 401

    def __init__(self, code: str = "not_signed_in", **details: Any) -> None:
        super().__init__(code, details=details)


class NotAllowed(AppError):
    """The person is known but may not do this."""

    status = 403

    def __init__(self, permission: str) -> None:
        super().__init__("not_allowed", details={"permission": permission})


class NotFound(AppError):
    """What was asked for is not there, or the person may not know that it is."""

    status = 404

    def __init__(self, what: str) -> None:
        super().__init__("not_found", details={"what": what})


class Conflict(AppError):
    """The request makes no sense in the present state."""

    status = 409

    def __init__(self, code: str = "conflict", **details: Any) -> None:
        super().__init__(code, details=details)


class StaleVersion(AppError):
    """Somebody else has changed it since; ``current`` is the present state."""

    status = 412

    def __init__(self, current: dict[str, Any]) -> None:
        super().__init__("stale_version", current=current)


class InvalidFields(AppError):
    """One or more fields are wrong."""

    status = 422

    def __init__(self, fields: dict[str, tuple[str, dict[str, Any]]]) -> None:
        super().__init__("invalid_fields", details={"count": len(fields)}, fields=fields)


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def sentence(code: str, language: str, details: dict[str, Any] | None = None) -> str:
    """Returns the sentence of a code in ``zh`` or ``en``; an unknown code gives the code itself, never an error."""
    pair = SENTENCES.get(code)
    if pair is None:
        return code
    place = 0 if language.startswith("zh") else 1
    values = dict(details or {})
    if code == "not_found" and values.get("what") in THINGS:
        values["what"] = THINGS[values["what"]][place]
    elif code in ("decide_first", "nothing_pending") and values.get("what") in ASKED:
        values["what"] = ASKED[values["what"]][place]
    return pair[place].format_map(_Blank(values))
