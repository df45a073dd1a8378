"""Each save is kept first, sent in order, once; what the server refuses waits for the person."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import Connection, event

from services.drafts import DraftJournal
from services.errors import AppError, NotSignedIn, StaleVersion
from services.outbox import ItemState, Outbox, OutboxChange, OutboxItem
from services.store.store import LocalStore
from services.tasks import Progress


class Answer(BaseModel):
    version: int = 1


class Server:
    """Keeps what it was sent; refuses as told."""

    def __init__(self) -> None:
        self.sent: list[OutboxItem] = []
        self.errors: list[Exception] = []
        self.version = 1

    def send(self, item: OutboxItem) -> BaseModel:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(item)
        return Answer(version=self.version)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    store = LocalStore(tmp_path / "desk.db")
    yield store
    store.close()


@pytest.fixture
def server() -> Server:
    return Server()


def run_now(callback: Callable[[], None]) -> None:
    callback()


def make(store: LocalStore, server: Server) -> Outbox:
    return Outbox(store, {"ticket.new": server.send, "ticket.change": server.send}, run_now)


def drain(outbox: Outbox, until: Callable[[], bool]) -> None:
    """Runs the sending thread until something is so, or five seconds have passed."""
    progress = Progress()
    thread = threading.Thread(target=outbox.run, args=(progress,))
    thread.start()
    end = time.monotonic() + 5
    while not until() and time.monotonic() < end:
        outbox.retry_now()
        time.sleep(0.01)
    progress.cancel()
    outbox.retry_now()
    thread.join(5)
    assert not thread.is_alive()
    assert until()


def test_items_are_sent_in_order_and_leave(store: LocalStore, server: Server) -> None:
    outbox = make(store, server)
    for number in range(5):
        outbox.put("ticket.new", f"t{number}", {"n": number})
    assert outbox.count() == (5, 0)
    drain(outbox, lambda: outbox.items() == [])
    assert [item.payload["n"] for item in server.sent] == list(range(5))


@pytest.mark.parametrize(
    ("code", "status"), [("unreachable", 503), ("timed_out", 503), ("bad_certificate", 495), ("too_many", 429)]
)
def test_without_a_server_items_wait_and_keep_their_key(
    store: LocalStore, server: Server, code: str, status: int
) -> None:
    outbox = make(store, server)
    item = outbox.put("ticket.new", "t", {"title": "甲"})
    server.errors = [AppError(code, status=status)] * 2
    drain(outbox, lambda: server.sent != [])
    assert server.sent[0].key == item.key
    assert server.sent[0].tries == 3


def test_a_console_that_died_while_sending_sends_again_under_the_same_key(store: LocalStore, server: Server) -> None:
    first = make(store, server)
    item = first.put("ticket.new", "t", {})
    first._set(item.id, state=ItemState.SENDING.value)
    again = make(store, server)
    assert again.items()[0].state == ItemState.QUEUED
    drain(again, lambda: server.sent != [])
    assert server.sent[0].key == item.key


def test_a_conflict_waits_with_both_versions_and_others_go_on(store: LocalStore, server: Server) -> None:
    outbox = make(store, server)
    outbox.put("ticket.change", "t1", {"title": "mine"}, version=3)
    outbox.put("ticket.change", "t1", {"title": "later"}, version=3)
    outbox.put("ticket.new", "t2", {})
    server.errors = [StaleVersion({"version": 7, "title": "theirs"})]
    drain(outbox, lambda: [i.subject for i in server.sent] == ["t2"])
    conflict, later = outbox.items()
    assert (conflict.state, conflict.answer["title"], conflict.payload["title"]) == (
        ItemState.CONFLICT,
        "theirs",
        "mine",
    )
    assert later.state == ItemState.QUEUED
    server.version = 8
    outbox.resend(conflict.id, {"title": "both"}, 7)
    drain(outbox, lambda: outbox.items() == [])
    assert [(i.payload.get("title"), i.version) for i in server.sent[1:]] == [("both", 7), ("later", 3)]


def test_a_change_typed_on_top_of_an_unsent_one_gets_its_new_version(store: LocalStore, server: Server) -> None:
    outbox = make(store, server)
    outbox.put("ticket.change", "t1", {"n": 1}, version=3)
    outbox.put("ticket.change", "t1", {"n": 2}, version=3)
    server.version = 4
    drain(outbox, lambda: outbox.items() == [])
    assert [item.version for item in server.sent] == [3, 4]


def test_a_refused_item_waits_with_what_was_typed_and_is_sent_after_correction(
    store: LocalStore, server: Server
) -> None:
    outbox = make(store, server)
    item = outbox.put("ticket.new", "t", {"title": ""})
    server.errors = [AppError("invalid_fields", status=422)]
    drain(outbox, lambda: outbox.count() == (0, 1))
    waiting = outbox.needs_you()[0]
    assert (waiting.state, waiting.payload, waiting.answer["code"]) == (
        ItemState.REJECTED,
        {"title": ""},
        "invalid_fields",
    )
    outbox.resend(item.id, {"title": "甲"}, None)
    drain(outbox, lambda: outbox.items() == [])
    assert server.sent[0].key != item.key, "other content needs another key"


def test_a_mistake_of_the_program_stops_nothing_else(store: LocalStore, server: Server) -> None:
    outbox = make(store, server)
    outbox.put("unknown", "x", {"typed": "text"})
    outbox.put("ticket.new", "t", {})
    drain(outbox, lambda: server.sent != [])
    assert outbox.needs_you()[0].payload == {"typed": "text"}


def test_signed_out_items_wait(store: LocalStore, server: Server) -> None:
    outbox = make(store, server)
    outbox.put("ticket.new", "t", {})
    server.errors = [NotSignedIn()]
    drain(outbox, lambda: server.sent != [])


def test_a_double_click_files_once_before_and_after_it_is_sent(store: LocalStore, server: Server) -> None:
    outbox = make(store, server)
    first = outbox.put("ticket.new", "t", {"a": 1}, draft_id="d")
    assert outbox.put("ticket.new", "t", {"a": 1}, draft_id="d").id == first.id
    drain(outbox, lambda: outbox.items() == [])
    assert outbox.put("ticket.new", "t", {"a": 1}, draft_id="d").id == first.id
    assert outbox.items() == []
    assert len(server.sent) == 1


def test_filing_closes_the_draft_in_the_same_transaction(store: LocalStore, server: Server) -> None:
    journal = DraftJournal(store, run_now)
    outbox = Outbox(store, {"ticket.new": server.send}, run_now, journal.drop_pending)
    journal._save({"d": ("ticket", {"title": "甲"})})
    assert [draft.fields for draft in journal.open_drafts()] == [{"title": "甲"}]
    outbox.put("ticket.new", "t", {"title": "甲"}, draft_id="d")
    assert journal.open_drafts() == []
    journal._save({"d": ("ticket", {"title": "a write that was still under way"})})
    assert journal.open_drafts() == []


def test_thrown_away_is_told_and_may_be_put_again(store: LocalStore, server: Server) -> None:
    outbox = make(store, server)
    told: list[OutboxChange] = []
    outbox.listen(told.append)
    item = outbox.put("ticket.new", "t", {"a": 1}, draft_id="d")
    assert outbox.discard(item.id).payload == {"a": 1}
    assert told[-1].discarded
    outbox.put("ticket.new", "t", {"a": 1}, draft_id="d")
    assert outbox.count() == (1, 0)


def test_a_full_disk_keeps_the_draft_and_says_so(
    store: LocalStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = make(store, server)
    fill(store)
    with pytest.raises(AppError, match="storage_full"):
        outbox.put("ticket.new", "t", {"content": "字" * 200_000}, draft_id="d")
    assert outbox.items() == []


def test_a_disk_that_is_full_while_sending_stops_nothing_for_good(store: LocalStore, server: Server) -> None:
    outbox = make(store, server)
    item = outbox.put("ticket.new", "t", {"title": "甲"})
    outbox.put("ticket.new", "u", {"title": "乙"})
    refusals = iter([True, False, True, False, False, True])
    write = store.write

    @contextmanager
    def write_or_not() -> Iterator[Connection]:
        if next(refusals, False):
            raise AppError("storage_full", status=507)
        with write() as connection:
            yield connection

    store.write = write_or_not  # type: ignore[method-assign]
    drain(outbox, lambda: outbox.items() == [])
    # What was sent while the disk could not take the answer is sent again under the same key: the server does it once.
    keys = [sent.key for sent in server.sent]
    assert keys[0] == item.key
    assert len(keys) > len(set(keys)) == 2
    assert keys == sorted(keys)


def test_two_consoles_of_one_person_share_an_outbox(store: LocalStore, server: Server) -> None:
    one, other = make(store, server), make(LocalStore(store.file), server)
    item = one.put("ticket.new", "t", {"title": "甲"})
    seen = other.items()[0]
    # The other one sends it in the moment between this one's look and its sending.
    drain(one, lambda: one.items() == [])
    assert other._send(seen)
    server.errors = [StaleVersion({"version": 2})]
    conflict = one.put("ticket.change", "t", {"title": "乙"}, version=1)
    drain(one, lambda: one.count() == (0, 1))
    one.resend(conflict.id, {"title": "乙"}, 2)
    assert other._settle(conflict, state=ItemState.CONFLICT.value) is None, "an old answer does not undo the choice"
    drain(other, lambda: other.items() == [])
    assert server.sent[0].key == item.key
    assert len(server.sent) == 2


def test_a_draft_that_another_console_filed_otherwise_is_not_swallowed(store: LocalStore, server: Server) -> None:
    one, other = make(store, server), make(LocalStore(store.file), server)
    one.put("ticket.new", "t", {"content": "甲"}, draft_id="d")
    with pytest.raises(AppError, match="filed_elsewhere"):
        other.put("ticket.new", "t", {"content": "甲，还有乙"}, draft_id="d")
    assert other.count() == (1, 0)


def test_the_same_draft_filed_by_two_consoles_in_the_same_moment_is_filed_once(
    store: LocalStore, server: Server
) -> None:
    consoles = [make(LocalStore(store.file), server) for _ in range(4)]
    for number in range(25):
        draft = f"d{number}"
        together = threading.Barrier(len(consoles))

        def file(outbox: Outbox, draft: str = draft, together: threading.Barrier = together) -> str:
            together.wait(5)
            return outbox.put("ticket.new", draft, {"n": draft}, draft_id=draft).id

        with ThreadPoolExecutor(len(consoles)) as pool:
            assert len(set(pool.map(file, consoles))) == 1
    assert consoles[0].count() == (25, 0)


def fill(store: LocalStore) -> Callable[[], None]:
    """Lets the file grow no more; returns what makes room again."""
    with store.write() as connection:
        limit = {"pages": connection.exec_driver_sql("PRAGMA page_count").scalar()}
    store._engine.dispose()

    @event.listens_for(store._engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {limit['pages']}")

    def make_room() -> None:
        limit["pages"] = 1_073_741_823
        store._engine.dispose()

    return make_room


def test_what_another_console_has_dealt_with_is_said_in_words(store: LocalStore, server: Server) -> None:
    ours, theirs = make(store, server), make(store, server)
    item = ours.put("ticket.change", "t1", {"title": "a"}, version=1)
    theirs.discard(item.id)
    for act in (
        lambda: ours.discard(item.id),
        lambda: ours.resend(item.id, {"title": "b"}, 2),
    ):
        with pytest.raises(AppError) as told:
            act()
        assert told.value.code == "dealt_with"
    assert ours.items() == []
