"""Routes of attachments, of what came in and went out, and of the channels' settings."""

from pathlib import Path
from urllib.parse import quote

from services.api.transport import Transport
from services.contracts.attachments import Attachment
from services.contracts.channels import (
    BoardAside,
    BoardColumns,
    BoardMapping,
    BoardPreview,
    BoardTrial,
    Channel,
    ChannelChange,
    ChannelCheck,
    ChannelClient,
    ChannelClientFields,
    ChannelState,
    ChannelVersion,
    Correspondence,
    MailAside,
    Outgoing,
    OutgoingState,
    SensorChange,
    SensorEntry,
    StoredFile,
)
from services.contracts.common import Page, Typed
from services.contracts.intake import IntakeRulesHistory
from services.tasks import Progress


class AttachmentsApi:
    """Files beside tickets."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def largest(self) -> int:
        """Gives how large one file may be now, in bytes."""
        return self._transport.get("/v1/intake-rules", IntakeRulesHistory).now.attachment_mb * 1_000_000

    def of_ticket(self, ticket_id: str) -> list[Attachment]:
        """Gives a ticket's files in the order they came."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/attachments", list[Attachment])

    def add(self, ticket_id: str, file: Path, key: str, progress: Progress | None = None) -> Attachment:
        """Sends a file under its own name."""
        path = f"/v1/tickets/{ticket_id}/attachments"
        return self._transport.upload(path, Attachment, file, key=key, progress=progress, name=file.name)

    def content(self, attachment_id: str, progress: Progress | None = None) -> bytes:
        """Gives a file; the look is recorded."""
        return self._transport.download(f"/v1/attachments/{attachment_id}", progress)

    def save(self, attachment_id: str, target: Path, progress: Progress) -> None:
        """Writes a file to this computer; the look is recorded."""
        self._transport.save(f"/v1/attachments/{attachment_id}", target, progress)

    def thumbnail(self, attachment_id: str) -> bytes:
        """Gives a small picture of a picture, as JPEG; the look is recorded."""
        return self._transport.download(f"/v1/attachments/{attachment_id}/thumbnail")


class ChannelsApi:
    """Messages in and out, and what can be set of their channels."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def correspondence(self, ticket_id: str) -> Correspondence:
        """Gives what came in for a ticket and what its citizen was told."""
        return self._transport.get(f"/v1/tickets/{ticket_id}/correspondence", Correspondence)

    def original(self, message_id: int) -> bytes:
        """Gives a message as it came; the look is recorded."""
        return self._transport.download(f"/v1/messages/{message_id}/original")

    def outgoing(
        self, channel: Channel | None = None, state: OutgoingState | None = None, cursor: str | None = None
    ) -> Page[Outgoing]:
        """Gives messages to citizens, the newest first."""
        return self._transport.get(
            "/v1/outgoing", Page[Outgoing], channel=channel, state=state, cursor=cursor, limit=200
        )

    def retry(self, outgoing_id: int, key: str) -> Outgoing:
        """Lets a message that was given up be tried again."""
        return self._transport.post(f"/v1/outgoing/{outgoing_id}/retry", Outgoing, key=key)

    def called_back(self, outgoing_id: int, key: str) -> Outgoing:
        """Says that the citizen was told by telephone: a call-back was wished for, or the message was given up."""
        return self._transport.post(f"/v1/outgoing/{outgoing_id}/done", Outgoing, key=key)

    def all(self) -> list[ChannelState]:
        """Gives every channel's settings."""
        return self._transport.get("/v1/channels", list[ChannelState])

    def change(self, channel: Channel, change: ChannelChange | Typed, version: int, key: str) -> ChannelState:
        """Sets up a channel."""
        return self._transport.patch(f"/v1/channels/{channel}", ChannelState, change, key=key, version=version)

    def versions(self, channel: Channel) -> list[ChannelVersion]:
        """Gives the newest versions of a channel's settings, the newest first."""
        return self._transport.get(f"/v1/channels/{channel}/versions", list[ChannelVersion])

    def check(self, channel: Channel) -> list[ChannelCheck]:
        """Tries a channel's connections."""
        return self._transport.post(f"/v1/channels/{channel}/check", list[ChannelCheck])

    def clients(self, channel: Channel) -> list[ChannelClient]:
        """Gives the programs that may speak through a channel."""
        return self._transport.get(f"/v1/channels/{channel}/clients", list[ChannelClient])

    def put_client(
        self, channel: Channel, client_id: str, fields: ChannelClientFields | Typed, version: int, key: str
    ) -> ChannelClient:
        """Adds (version 0) or changes a client; raises ``StaleVersion`` where somebody was faster."""
        path = f"/v1/channels/{channel}/clients/{client_id}"
        return self._transport.put(path, ChannelClient, fields, key=key, version=version)

    def boards(self) -> list[BoardMapping]:
        """Gives how boards' files are read: of each board one mapping for every set of headings."""
        return self._transport.get("/v1/boards", list[BoardMapping])

    def boards_aside(self) -> list[BoardAside]:
        """Gives boards' files that wait because no mapping fits their headings."""
        return self._transport.get("/v1/boards/aside", list[BoardAside])

    def send_board_file(self, file: Path, key: str, progress: Progress | None = None) -> StoredFile:
        """Sends a file to look at its columns."""
        return self._transport.upload("/v1/boards/files", StoredFile, file, key=key, progress=progress, name=file.name)

    def preview_board(self, board: str, trial: BoardTrial) -> BoardPreview:
        """Gives the beginning of a file, masked, and what would be made of it."""
        return self._transport.post(f"/v1/boards/{quote(board, safe='')}/preview", BoardPreview, trial)

    def put_board(self, board: str, said: BoardColumns | Typed, version: int, key: str) -> BoardMapping:
        """Adds (version 0) or changes the mapping for some headings; raises ``StaleVersion`` where somebody was faster."""
        path = f"/v1/boards/{quote(board, safe='')}/mapping"
        return self._transport.put(path, BoardMapping, said, key=key, version=version)

    def forget_board(self, mapping: BoardMapping, key: str) -> list[BoardMapping]:
        """Lets the columns of the next file with these headings be guessed anew."""
        path = f"/v1/boards/{quote(mapping.board, safe='')}/mappings/{mapping.id}/forget"
        return self._transport.post(path, list[BoardMapping], key=key, version=mapping.version)

    def aside(self, cursor: str | None = None) -> Page[MailAside]:
        """Gives e-mail that was not taken, and why."""
        return self._transport.get("/v1/email/aside", Page[MailAside], cursor=cursor, limit=200)

    def take_aside(self, key_of: int, key: str) -> MailAside:
        """Has such a message taken all the same."""
        return self._transport.post(f"/v1/email/aside/{key_of}/take", MailAside, key=key)

    def sensors(self, cursor: str | None = None) -> Page[SensorEntry]:
        """Gives the register of sensors."""
        return self._transport.get("/v1/sensors", Page[SensorEntry], cursor=cursor, limit=500)

    def put_sensors(self, change: SensorChange | Typed, key: str) -> list[SensorEntry]:
        """Adds sensors, or replaces those of the same id."""
        return self._transport.put("/v1/sensors", list[SensorEntry], change, key=key)
