"""Attachments of tickets: photos, papers, sounds."""

from services.contracts.common import Answer, Id, Moment

MAX_BYTES = 20_000_000
"""Of one file, until a district's rules of the intake say otherwise."""


class Attachment(Answer):
    """A file beside a ticket; its content is asked for by its id."""

    id: Id
    ticket_id: Id
    name: str
    media_type: str
    """By content."""
    size: int
    digest: str
    """SHA-256 of the content, hexadecimal."""
    added_at: Moment
    added_by: str = ""
    from_citizen: bool = False
    """It came with a message; of a confidential ticket only those see it who may know who asked."""
    of_instruction: bool = False
    """It is the document of a leader's instruction."""
    has_thumbnail: bool = False
