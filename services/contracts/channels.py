"""Channels: the ways by which citizens reach the hotline and are answered."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, SecretStr, StringConstraints

from services.contracts.common import Answer, Body, Code, Detail, Id, Line, Message, Moment, Name, Number
from services.contracts.tickets import TicketKind, TicketStatus, Urgency

Secret = Annotated[SecretStr, PlainSerializer(lambda secret: secret.get_secret_value(), when_used="json")]
"""Goes over the wire as it is; in logs and errors it is hidden."""


class Channel(StrEnum):
    """How a ticket came in; the answer goes back the same way."""

    HOTLINE = "hotline"
    PORTAL = "portal"
    OPEN311 = "open311"
    EMAIL = "email"
    BOARD = "board"
    SENSOR = "sensor"


class CitizenNotice(StrEnum):
    """What a citizen is told about a ticket of theirs."""

    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    EXTENDED = "extended"
    """More time was granted; with the reason."""
    SUSPENDED = "suspended"
    """It waits; with the reason, and until when."""
    REPLIED = "replied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    ASKED = "asked"
    """Whether it is solved; with the link by which they answer."""
    CORRECTED = "corrected"
    """What they were told last was a mistake: it is not over."""


class OutgoingState(StrEnum):
    """What became of a message to a citizen."""

    KEPT = "kept"
    """The channel is asked and does not send: who asks for the status reads it."""
    CALL_BACK = "call_back"
    """The citizen wants to be called."""
    WAITING = "waiting"
    """To be delivered, for the first time or again."""
    SENT = "sent"
    FAILED = "failed"
    """Given up; somebody has to look at it."""


class ChannelState(Answer):
    """A channel's settings in force; ``version`` is the newest one. Of its secrets only the names of those that are set."""

    channel: Channel
    enabled: bool = False
    settings: dict[str, Any] = {}
    secrets: list[str] = []
    version: int = 1
    waiting: int = 0
    """Messages to citizens not yet delivered."""
    failed: int = 0
    failure: str = ""
    """Why the last of those failed."""
    received_at: Moment | None = None
    """When the last message was taken."""
    sent_at: Moment | None = None
    reached_at: Moment | None = None
    """When a mailbox, broker or folder was reached last, by who keeps a connection."""
    problem: str = ""
    """What the connection ended with last, in short; older than ``reached_at`` it is over."""
    problem_at: Moment | None = None
    can_check: bool = False
    """Whether it can be tried."""
    aside: int = 0
    """Files that wait until somebody says what their columns are; e-mail that could not be read."""


class ChannelVersion(Answer):
    """A version of a channel's settings. Of its secrets only the names of those that are set."""

    version: int
    effective_from: Moment
    created_by: str = ""
    enabled: bool = False
    settings: dict[str, Any] = {}
    secrets: list[str] = []


class ChannelCheck(Answer):
    """One connection of a channel that was tried; ``problem`` is empty where all is well."""

    what: str
    """``imap``, ``smtp``, ``broker``, ``folder``."""
    problem: str = ""


class BoardField(StrEnum):
    """What a column of a board's file may hold."""

    SOURCE_ID = "source_id"
    """The board's own id of the message; without it nothing could be taken once."""
    TITLE = "title"
    CONTENT = "content"
    """One of the two is needed."""
    CREATED_AT = "created_at"
    KIND = "kind"
    CATEGORY = "category"
    TOWN = "town"
    VILLAGE = "village"
    DETAIL = "detail"
    CALLER_NAME = "caller_name"
    CALLER_NUMBER = "caller_number"
    CALLER_EMAIL = "caller_email"


Heading = Annotated[str, StringConstraints(max_length=200)]


class BoardMapping(Answer):
    """How a board's files with certain headings are read: which heading holds which field.

    Attributes:
        id: says which headings it is for, in whatever order they stand.
        guessed: it was guessed for a file that came, and nobody has said it.
    """

    board: str
    id: Id
    headings: list[str] = []
    columns: dict[str, str]
    guessed: bool = False
    version: int = 1
    changed_at: Moment
    changed_by: str = ""


class BoardColumns(Message):
    """What somebody says of files with certain headings; a field without a heading is not in the file."""

    headings: list[Heading] = Field(min_length=1, max_length=300)
    columns: dict[BoardField, Heading] = Field(max_length=20)


class BoardFile(Message):
    """A file whose columns are to be looked at: one that was sent (``digest``), or one of the board that waits (``name``)."""

    name: str = Field(min_length=1, max_length=255)
    digest: str = Field(default="", pattern=r"^(?:[0-9a-f]{64})?$")


class BoardTrial(Message):
    """A file, and which heading holds which field; without that, as it would be read now."""

    file: BoardFile
    columns: dict[BoardField, Heading] | None = Field(default=None, max_length=20)


class BoardTicket(Answer):
    """What a row of a board's file would become; of the citizen as masked as everywhere.

    Attributes:
        row: its number, as a spreadsheet shows it.
        known: it was taken before, and would not be taken again.
        problem: why it would not be taken, in words.
        remark: what to check of it although it would be taken, in words.
    """

    row: int
    source_id: str = ""
    title: str = ""
    content: str = ""
    received_at: Moment | None = None
    kind: TicketKind | None = None
    category: str = ""
    town: str = ""
    village: str = ""
    detail: str = ""
    caller_name: str = ""
    caller_number: str = ""
    caller_email: str = ""
    known: bool = False
    problem: str = ""
    remark: str = ""


class BoardPreview(Answer):
    """The beginning of a file, masked, and what would be made of it.

    Attributes:
        columns: by which it was read: those that were asked for, else the remembered ones, else the guess.
        mapping: what is remembered for exactly these headings.
        lacking: fields that are needed and that no column holds; then there are no tickets.
    """

    headings: list[str]
    rows: list[list[str]]
    columns: dict[str, str]
    mapping: BoardMapping | None = None
    lacking: list[str] = []
    tickets: list[BoardTicket] = []


class BoardAside(Answer):
    """A file of the watched folder that waits because no mapping fits its headings."""

    board: str
    name: str
    headings: list[str] = []
    at: Moment


class ChannelChange(Message):
    """What to change of a channel. Settings and secrets left out stay; a secret given as null is forgotten.

    Attributes:
        effective_from: from when on; at once without it.
    """

    enabled: bool | None = None
    settings: dict[str, Any] | None = Field(default=None, max_length=100)
    secrets: dict[str, Secret | None] | None = Field(default=None, max_length=20)
    effective_from: Moment | None = None


class ChannelClient(Answer):
    """A program that may speak through a channel; its secret is not told."""

    channel: Channel
    id: Id
    name: str = ""
    active: bool = True
    version: int = 1
    changed_at: Moment


class ChannelClientFields(Message):
    """What to write of a client. The secret is agreed with whoever runs it, and needed for a new one."""

    name: Name = Field(min_length=1)
    active: bool = True
    secret: Secret | None = Field(default=None, min_length=32, max_length=200)


class Outgoing(Answer):
    """A message to a citizen, as whoever looks after a channel sees it: not to whom it goes."""

    id: int
    ticket_id: Id
    number: str
    channel: Channel
    notice: CitizenNotice
    state: OutgoingState
    attempts: int = 0
    problem: str = ""
    """Why the last attempt failed."""
    created_at: Moment
    next_at: Moment | None = None
    sent_at: Moment | None = None


class MailAside(Answer):
    """An e-mail that was not taken because it looked like a machine's. Of the sender only the domain."""

    id: int
    at: Moment
    domain: str = ""
    reason: str
    size: int = 0
    wanted: bool = False
    """Somebody wants it taken all the same; it is read from the mailbox again."""


class SensorEntry(Message):
    """A sensor of the register: where it is, and the unit and inspector of its grid."""

    id: str = Field(min_length=1, max_length=100)
    name: Name = ""
    town: Code = ""
    village: Code = ""
    grid: Line = ""
    detail: Detail = ""
    unit: Code = ""
    handler_id: str = Field(default="", max_length=64)


class SensorChange(Message):
    """Sensors to be written."""

    sensors: list[SensorEntry] = Field(min_length=1, max_length=1_000)


class Received(Answer):
    """A message that came in for a ticket, with its receipt. Of a confidential one without the sender."""

    id: int
    channel: Channel
    external_id: str
    received_at: Moment
    taken_at: Moment
    opened: bool
    """Whether the ticket began with it; otherwise it was a further message on the same matter."""
    content_type: str = ""
    size: int = 0
    sender_name: str = ""
    sender_number: str = ""
    sender_email: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Told(Answer):
    """What the citizen of a ticket was told."""

    id: int
    channel: Channel
    notice: CitizenNotice
    words: str
    state: OutgoingState
    problem: str = ""
    created_at: Moment
    sent_at: Moment | None = None


class Correspondence(Answer):
    """All that came in for a ticket and all that its citizen was told, each oldest first."""

    code: str = ""
    """Opens the public status; for reading to the citizen. Not told to who may not know who asked."""
    received: list[Received] = []
    told: list[Told] = []


class PortalSender(Message):
    """Who writes through a portal. All may be left out: an appeal without a name is an appeal."""

    name: Name = ""
    number: Number = ""
    email: Line = ""
    identity: Line = ""
    """The portal's own proof of identity; stored as a digest only."""


class StoredFile(Answer):
    """A file that was taken, to be named in the message that it belongs to."""

    digest: str
    name: str
    size: int
    media_type: str


class PortalFile(Message):
    """A file that was sent before the message, by the digest that was answered."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    name: str = Field(min_length=1, max_length=200)


class PortalIntake(Message):
    """A citizen's appeal from a portal. ``external_id`` is the portal's own number: sent twice, it is taken once."""

    external_id: str = Field(pattern=r"^[0-9A-Za-z_.:/-]{1,100}$")
    thread: str = Field(default="", pattern=r"^[0-9A-Za-z_.:/-]{0,100}$")
    """``external_id`` of the message that this one goes on with."""
    received_at: Moment | None = None
    sender: PortalSender = PortalSender()
    kind: TicketKind | None = None
    category: Code = ""
    town: Code = ""
    village: Code = ""
    detail: Detail = ""
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    title: Line = ""
    content: Body = Field(min_length=1)
    urgency: Urgency = Urgency.NORMAL
    confidential: bool = False
    wants_callback: bool = False
    attachments: list[PortalFile] = Field(default=[], max_length=20)


class PortalNotice(Answer):
    """What a portal is sent when there is something to tell its citizen. ``id`` is the same when it is sent again."""

    id: int
    external_id: str
    number: str
    notice: CitizenNotice
    words: str
    at: Moment


class IntakeReceipt(Answer):
    """What a portal gives the citizen: number and code open the public status."""

    ticket_id: Id
    number: str
    code: str
    repeated: bool = False
    """The message had come before; nothing was done again."""


class PublicStep(Answer):
    """One entry of what a citizen was told."""

    at: Moment
    notice: CitizenNotice
    words: str


class PublicStatus(Answer):
    """What number and code open: where the matter stands and what was told, nothing about anybody."""

    number: str
    status: TicketStatus
    received_at: Moment
    closed_at: Moment | None = None
    history: list[PublicStep] = []
