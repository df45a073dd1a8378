"""A real SMTP server that keeps what it is given."""

from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session


class Post:
    """What arrived at the SMTP server; refuses as often as it is told."""

    def __init__(self) -> None:
        self.port = 0
        self.messages: list[Message] = []
        self.refusals: list[str] = []
        self.envelopes: list[Envelope] = []

    async def handle_RCPT(  # the arguments are aiosmtpd's
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        """Takes an addressee, or refuses."""
        if self.refusals:
            return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002
        """Keeps a message."""
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 not bytes"
        self.messages.append(message_from_bytes(content, policy=default))
        self.envelopes.append(envelope)
        return "250 OK"
