"""Files and channels through the console's own client, against a real server."""

from pathlib import Path

import pytest
from uuid_utils import uuid7

from services.api.channels import AttachmentsApi, ChannelsApi
from services.api.tickets import TicketsApi
from services.api.transport import ServerProblem, Transport
from services.contracts.channels import Channel, ChannelChange, ChannelClientFields, OutgoingState
from services.contracts.tickets import NewTicket, TicketKind
from services.server.channels import clients
from services.server.runner import ApiServer
from services.server.tickets import catalogue
from services.tasks import CancelledError, Progress
from tests.services.server.attachments import files


@pytest.fixture
def ticket_id(server: ApiServer, transport: Transport) -> str:
    code = server.kernel.read(catalogue.read).categories[-1].code
    new = NewTicket(
        id=str(uuid7()), kind=TicketKind.CONSULT, category=code, title="灯", content="不亮", wants_callback=True
    )
    return TicketsApi(transport).create(new, "k-1").id


def test_a_file_goes_there_and_comes_back(transport: Transport, ticket_id: str, tmp_path: Path) -> None:
    api = AttachmentsApi(transport)
    file = tmp_path / "现场 照片&1.jpg"
    file.write_bytes(files.picture())
    added = api.add(ticket_id, file, "k-2")
    assert added.name == "现场 照片&1.jpg"
    assert api.add(ticket_id, file, "k-2") == added
    assert api.of_ticket(ticket_id) == [added]
    assert api.content(added.id) == file.read_bytes()
    assert api.thumbnail(added.id).startswith(b"\xff\xd8")


def test_what_is_not_taken_is_told_in_a_sentence(transport: Transport, ticket_id: str, tmp_path: Path) -> None:
    for content, code in ((files.PROGRAM, "bad_file_type"), (bytes(21_000_000), "too_large")):
        file = tmp_path / "a.jpg"
        file.write_bytes(content)
        with pytest.raises(ServerProblem) as caught:
            AttachmentsApi(transport).add(ticket_id, file, str(uuid7()))
        assert caught.value.code == code
        assert str(caught.value)


class Stopping(Progress):
    """Stops after so many reports."""

    def __init__(self, after: int) -> None:
        self.told: list[tuple[int, int]] = []
        super().__init__(self._hear)
        self._after = after

    def _hear(self, done: int, total: int, _note: str) -> None:
        self.told.append((done, total))
        if len(self.told) > self._after:
            self.cancel()


def test_a_large_file_tells_how_far_it_is_and_can_be_stopped(
    transport: Transport, ticket_id: str, tmp_path: Path
) -> None:
    api = AttachmentsApi(transport)
    large, target = tmp_path / "log.txt", tmp_path / "saved.txt"
    large.write_text("line of a log\n" * 400_000)
    with pytest.raises(CancelledError):
        api.add(ticket_id, large, "k-9", Stopping(3))
    assert api.of_ticket(ticket_id) == []
    sent = Stopping(10_000)
    added = api.add(ticket_id, large, "k-9", sent)
    assert [total for _done, total in sent.told] == [large.stat().st_size] * len(sent.told)
    with pytest.raises(CancelledError):
        api.save(added.id, target, Stopping(3))
    assert list(tmp_path.glob("*saved*")) == []
    with pytest.raises(CancelledError):
        api.content(added.id, Stopping(3))
    api.save(added.id, target, Stopping(10_000))
    assert target.read_bytes() == large.read_bytes()
    assert not target.stat().st_mode & 0o177
    with pytest.raises(OSError, match="nowhere"):
        api.save(added.id, tmp_path / "nowhere" / "x", Progress())


def test_channels_are_set_up_and_their_secrets_arrive(server: ApiServer, transport: Transport) -> None:
    api = ChannelsApi(transport)
    portal = next(state for state in api.all() if state.channel is Channel.PORTAL)
    changed = api.change(Channel.PORTAL, ChannelChange(enabled=True), portal.version, "k-3")
    assert changed.enabled
    fields = ChannelClientFields(name="政务网", secret="s" * 40)
    assert "s" * 40 not in repr(fields)
    assert api.put_client(Channel.PORTAL, "gov", fields, 0, "k-4") == api.clients(Channel.PORTAL)[0]
    assert server.kernel.read(lambda tx: clients.secret_of(tx, Channel.PORTAL, "gov")) == "s" * 40


def test_correspondence_and_what_goes_out(transport: Transport, ticket_id: str) -> None:
    api = ChannelsApi(transport)
    found = api.correspondence(ticket_id)
    assert len(found.code) == 10
    assert found.received == []
    assert api.outgoing(state=OutgoingState.FAILED).items == []
