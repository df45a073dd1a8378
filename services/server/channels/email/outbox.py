"""Messages to citizens, by SMTP."""

import hashlib
import smtplib
import ssl
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from services.contracts.channels import CitizenNotice
from services.contracts.text import clean_line
from services.server.channels.email.automatic import LOOP
from services.server.channels.protocol import Configured, DeliveryFailed, Letter

_SECONDS = 30.0
_FOOTER = "工单编号：{number}　查询码：{code}\n直接回复本邮件即可补充说明，请勿修改主题。"
_BY_PEOPLE = frozenset({CitizenNotice.REPLIED, CitizenNotice.ASKED})


def message_id(letter: Letter, domain: str) -> str:
    """Returns the Message-ID of a letter: the same at every attempt, and nobody can guess it."""
    secret = hashlib.sha256(f"{letter.key} {letter.number} {letter.code}".encode()).hexdigest()[:24]
    return f"tongfu.{letter.key}.{secret}@{domain}"


def written(configured: Configured, letter: Letter) -> EmailMessage:
    """Returns the message for a letter, in the thread of the citizen's own.

    Raises:
        DeliveryFailed: it has nobody to go to.
    """
    settings = configured.settings
    domain = settings.address.rpartition("@")[2]
    message = EmailMessage(policy=SMTP)
    try:
        message["To"] = Address(clean_line(letter.recipient.name), addr_spec=letter.recipient.email)
    except Exception as error:
        # The standard parser of addresses raises whatever it stumbles over.
        raise DeliveryFailed("no address", forever=True) from error
    message["From"] = Address(settings.name, addr_spec=settings.address)
    subject = clean_line(letter.extra.get("subject", "") or letter.title)[:150]
    message["Subject"] = f"Re: {subject} [{letter.number}]"
    message["Message-ID"] = f"<{message_id(letter, domain)}>"
    message["Date"] = format_datetime(letter.at)
    thread = [name for name in (letter.thread, *letter.earlier[-20:]) if _is_id(name)]
    if thread:
        message["In-Reply-To"] = f"<{thread[0]}>"
        message["References"] = " ".join(f"<{name}>" for name in thread)
    # RFC 3834; the last two are for programs that came before it or do not know it.
    if letter.notice not in _BY_PEOPLE:
        message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message[LOOP] = settings.address
    message.set_content(f"{letter.words}\n\n{_FOOTER.format(number=letter.number, code=letter.code)}\n", cte="base64")
    return message


def _is_id(name: str) -> bool:
    return not name.startswith("sha256:") and "@" in name and name.isascii() and not any(sign in name for sign in "<> ")


def send(configured: Configured, letter: Letter) -> str:
    """Sends a letter; returns its Message-ID without brackets.

    Raises:
        DeliveryFailed: for ever where the address is refused, otherwise for now.
    """
    if not letter.recipient.email:
        raise DeliveryFailed("no address", forever=True)
    transmit(configured, written(configured, letter), [letter.recipient.email])
    return message_id(letter, configured.settings.address.rpartition("@")[2])


def transmit(configured: Configured, message: EmailMessage, addresses: Sequence[str]) -> None:
    """Hands a message to the channel's SMTP server.

    Raises:
        DeliveryFailed: for ever where every address is refused, otherwise for now.
    """
    try:
        with _connection(configured) as connection:
            connection.send_message(message, configured.settings.address, list(addresses))
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise DeliveryFailed(f"recipient refused {codes[:1]}", forever=all(code >= 500 for code in codes)) from error
    except smtplib.SMTPAuthenticationError as error:
        # The password may be put right.
        raise DeliveryFailed(f"sign-in refused {error.smtp_code}") from error
    except smtplib.SMTPResponseException as error:
        forever = 550 <= error.smtp_code < 560
        raise DeliveryFailed(f"refused {error.smtp_code}", forever=forever) from error
    except smtplib.SMTPNotSupportedError as error:
        raise DeliveryFailed(
            "not supported by the server", forever=not all(address.isascii() for address in addresses)
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(type(error).__name__) from error


def check(configured: Configured) -> str:
    """Signs in at the server that sends for us; returns what went wrong, in short, or nothing."""
    if not configured.settings.smtp_host:
        return "not set up"
    try:
        with _connection(configured) as connection:
            connection.noop()
    except smtplib.SMTPResponseException as error:
        return f"{type(error).__name__} {error.smtp_code}"
    except (smtplib.SMTPException, OSError) as error:
        return type(error).__name__
    return ""


def _connection(configured: Configured) -> smtplib.SMTP:
    settings = configured.settings
    where = {"host": settings.smtp_host, "port": settings.smtp_port, "timeout": _SECONDS}
    if settings.smtp_security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(**where, context=ssl.create_default_context())
    else:
        connection = smtplib.SMTP(**where)
    try:
        if settings.smtp_security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            connection.login(settings.smtp_user, configured.secrets.get("smtp_password", ""))
    except BaseException:
        connection.close()
        raise
    return connection
