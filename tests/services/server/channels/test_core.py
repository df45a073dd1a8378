import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from services.contracts.channels import Channel, CitizenNotice
from services.errors import InvalidFields
from services.server.attachments import repository as attachments
from services.server.attachments.blobs import BlobStore
from services.server.channels import codes, core, repository
from services.server.channels.protocol import INLINE_BYTES, Receipt, Sender
from services.server.channels.tables import channel_messages, channel_outgoing
from services.server.kernel import Kernel
from services.server.people import repository as people
from services.server.people.tables import person_contacts, persons
from services.server.tables import events
from services.server.tickets.tables import tickets
from tests.services.server.channels.conftest import RECEIVED, message
from tests.services.server.district import TOWN, VILLAGE


def count(kernel: Kernel, table: Any) -> int:
    with kernel.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def ticket(kernel: Kernel, receipt: Receipt) -> Any:
    with kernel.database.read() as connection:
        return connection.execute(select(tickets).where(tickets.c.id == receipt.ticket_id)).one()


def test_a_message_becomes_a_ticket_that_waits_for_a_dispatcher(kernel: Kernel) -> None:
    receipt = core.receive(kernel, message())
    row = ticket(kernel, receipt)
    assert (row.number, row.status, row.channel, row.unit) == (receipt.number, "accepted", "portal", "")
    assert (row.town, row.village, row.category, row.kind) == (TOWN, VILLAGE, "060101", "help")
    assert (row.created_by_id, row.created_by) == ("channel-portal", "政务网")
    assert not receipt.repeated
    assert receipt.opened


def test_the_original_is_kept_as_it_came(kernel: Kernel) -> None:
    core.receive(kernel, message())
    long = "很长".encode() * 20_000
    core.receive(kernel, message("m-2", original=long, content_type="text/plain"))
    middling = b"again and " * 200
    core.receive(kernel, message("m-3", original=middling))
    with kernel.database.read() as connection:
        first, second, third = (repository.find(connection, "portal", f"m-{n}") for n in (1, 2, 3))
    assert first is not None
    assert second is not None
    assert third is not None
    assert repository.original_of(first) == b'{"text": "as it came"}'
    assert (first.received_at, first.content_type, first.size) == (RECEIVED, "application/json", 22)
    assert len(long) > INLINE_BYTES
    assert second.original is None
    assert BlobStore.of(kernel.config).read(second.original_digest) == long
    assert repository.original_of(third) == middling
    assert len(third.original) < len(middling) / 10


def test_the_same_message_again_is_answered_with_the_first_receipt(kernel: Kernel) -> None:
    first = core.receive(kernel, message())
    again = core.receive(kernel, message())
    assert again == replace(first, repeated=True)
    other = core.receive(kernel, message(original=b"other", content="另一件事"))
    assert other == replace(first, repeated=True, differs=True)
    assert [count(kernel, table) for table in (tickets, channel_messages, channel_outgoing)] == [1, 1, 1]


def test_one_name_in_two_channels_is_two_messages(kernel: Kernel) -> None:
    first = core.receive(kernel, message())
    second = core.receive(kernel, message(channel=Channel.BOARD))
    assert first.number != second.number


def test_the_same_message_many_times_at_once_is_one_ticket(kernel: Kernel) -> None:
    receipts: list[Receipt] = []
    start = threading.Barrier(6)

    def send() -> None:
        start.wait()
        receipts.append(core.receive(kernel, message()))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({receipt.ticket_id for receipt in receipts}) == 1
    assert sorted(receipt.repeated for receipt in receipts) == [False] + [True] * 5
    assert [count(kernel, table) for table in (tickets, persons, channel_messages)] == [1, 1, 1]


def test_first_messages_of_one_citizen_at_once_make_one_person(kernel: Kernel) -> None:
    start = threading.Barrier(6)

    def send(number: int) -> None:
        start.wait()
        core.receive(kernel, message(f"m-{number}"))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [count(kernel, table) for table in (tickets, persons)] == [6, 1]


def test_whoever_cannot_be_understood_leaves_nothing(kernel: Kernel) -> None:
    with pytest.raises(InvalidFields) as caught:
        core.receive(kernel, message(category="999999"))
    assert list(caught.value.fields) == ["category"]
    assert [count(kernel, table) for table in (tickets, channel_messages, channel_outgoing, persons)] == [0] * 4


def test_without_a_category_and_a_title_it_is_taken_all_the_same(kernel: Kernel) -> None:
    words = "您好！" * 100
    row = ticket(
        kernel, core.receive(kernel, message(category="", kind=None, title="", content=words, town="", village=""))
    )
    assert (row.category, row.kind, row.status) == ("", "", "accepted")
    assert row.title == words[:119] + "…"
    assert row.content == words


def test_what_is_too_long_for_the_form_is_cut_there_and_whole_in_the_original(kernel: Kernel) -> None:
    words = "长" * 9_000
    incoming = message(content=words, title="题" * 300, original=words.encode(), sender=Sender("名" * 100, "1" * 60))
    row = ticket(kernel, core.receive(kernel, incoming))
    assert (len(row.content), len(row.title), len(row.caller_name), len(row.caller_number)) == (8_000, 120, 60, 32)
    with kernel.database.read() as connection:
        kept = repository.find(connection, "portal", "m-1")
    assert kept is not None
    assert repository.original_of(kept) == words.encode()


@pytest.mark.parametrize(
    "again",
    [
        Sender("陈小姐", "16100000042"),
        Sender("", "", "Chen@Example.org"),
        Sender("", "16100000099", "chen@example.org"),
    ],
)
def test_one_citizen_by_the_same_number_or_address(kernel: Kernel, again: Sender) -> None:
    first = ticket(kernel, core.receive(kernel, message()))
    second = ticket(kernel, core.receive(kernel, message("m-2", channel=Channel.BOARD, sender=again)))
    assert first.person_id == second.person_id is not None


def test_an_identity_counts_more_than_a_number_and_is_stored_as_a_digest(kernel: Kernel) -> None:
    proven = Sender("陈女士", "16100000042", identity="440605199001011234")
    first = ticket(kernel, core.receive(kernel, message(sender=proven)))
    other = ticket(kernel, core.receive(kernel, message("m-2", sender=Sender("李先生", "16100000077"))))
    moved = replace(proven, number="16100000077")
    assert (
        ticket(kernel, core.receive(kernel, message("m-3", sender=moved))).person_id
        == first.person_id
        != other.person_id
    )
    with kernel.database.read() as connection:
        stored = [str(tuple(row)) for row in connection.execute(select(person_contacts))]
        assert not any("440605199001011234" in row for row in stored)
        person = people.find(connection, first.person_id)
    assert person is not None
    assert person.numbers == ["16100000042"]


def test_who_says_nothing_of_themselves_is_nobody(kernel: Kernel) -> None:
    row = ticket(kernel, core.receive(kernel, message(sender=Sender())))
    assert row.person_id is None
    assert count(kernel, persons) == 0


@pytest.mark.parametrize("field", ["thread", "references"])
def test_an_answer_to_a_known_message_becomes_a_remark(kernel: Kernel, field: str) -> None:
    first = core.receive(kernel, message())
    told = {"thread": {"thread": "m-1"}, "references": {"thread": "unknown", "references": ("nothing", "m-1")}}[field]
    second = core.receive(kernel, message("m-2", content="还是不亮", **told))
    assert (second.ticket_id, second.opened, second.repeated) == (first.ticket_id, False, False)
    assert core.receive(kernel, message("m-2", content="还是不亮", **told)) == replace(second, repeated=True)
    with kernel.database.read() as connection:
        from services.server.tickets import repository as ticket_queries

        notes = ticket_queries.notes(connection, ticket(kernel, first).key)
    assert [(note.text, note.author) for note in notes] == [("还是不亮", "政务网")]
    assert count(kernel, tickets) == 1


def test_another_client_cannot_go_on_with_a_thread(kernel: Kernel) -> None:
    first = core.receive(kernel, message(client="a"))
    second = core.receive(kernel, message("m-2", thread="m-1", client="b"))
    assert second.ticket_id != first.ticket_id


def test_attachments_stay_with_ticket_and_message(kernel: Kernel) -> None:
    store = BlobStore.of(kernel.config)
    kept = store.keep("说明.txt", "三盏灯".encode())
    receipt = core.receive(kernel, message(attachments=(kept,)))
    with kernel.database.read() as connection:
        (row,) = attachments.of_ticket(connection, receipt.ticket_id)
        opening = repository.opening(connection, receipt.ticket_id)
    assert opening is not None
    assert (row.name, row.media_type, row.message_id) == ("说明.txt", "text/plain", opening.key)
    assert store.read(row.digest) == "三盏灯".encode()


def test_the_citizen_is_told_and_events_name_nobody(kernel: Kernel) -> None:
    receipt = core.receive(kernel, message(confidential=True))
    with kernel.database.read() as connection:
        (told,) = repository.told(connection, receipt.ticket_id)
        data = [row.data for row in connection.execute(select(events).where(events.c.topic.in_(("ticket", "person"))))]
    assert (told.notice, told.state, told.channel) == (CitizenNotice.ACCEPTED, "kept", "portal")
    assert len(data) == 2
    assert not any("陈" in entry or "16100000042" in entry or "路灯" in entry for entry in data)


def test_a_code_opens_its_own_ticket_only(kernel: Kernel) -> None:
    first, second = core.receive(kernel, message()), core.receive(kernel, message("m-2"))
    key = kernel.read(codes.secret)
    assert codes.is_code(key, first.number, first.code)
    assert codes.is_code(key, first.number, f" {first.code[:5].lower()}-{first.code[5:]} ")
    assert not codes.is_code(key, second.number, first.code)
    assert not codes.is_code(key, first.number, "")
    assert len(first.code) == codes.LENGTH
