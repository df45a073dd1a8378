"""What is typed is on disk a moment later; a full disk loses nothing from memory."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.drafts import DraftJournal, DraftSaved
from services.outbox import Outbox
from services.store.store import LocalStore
from services.tasks import Progress
from tests.services.test_outbox import fill


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    store = LocalStore(tmp_path / "desk.db")
    yield store
    store.close()


@pytest.fixture
def journal(store: LocalStore) -> Iterator[DraftJournal]:
    journal = DraftJournal(store, lambda callback: callback())
    progress = Progress()
    thread = threading.Thread(target=journal.run, args=(progress,))
    thread.start()
    yield journal
    progress.cancel()
    thread.join(5)
    assert not thread.is_alive()


def eventually(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()


def test_the_newest_state_is_kept_whatever_the_speed_of_typing(journal: DraftJournal) -> None:
    for number in range(300):
        journal.write("d", "ticket", {"content": "字" * number})
    assert journal.flush()
    drafts = journal.open_drafts("ticket")
    assert [len(draft.fields["content"]) for draft in drafts] == [299]


def test_each_write_is_told_with_its_time(journal: DraftJournal) -> None:
    told: list[DraftSaved] = []
    journal.listen(told.append)
    journal.write("d", "ticket", {"a": "1"})
    eventually(lambda: bool(told))
    assert (told[0].draft_id, told[0].error) == ("d", None)


def test_drafts_are_there_after_a_restart_newest_first(journal: DraftJournal, store: LocalStore) -> None:
    journal.write("one", "ticket", {"a": "1"})
    journal.flush()
    journal.write("two", "ticket", {"a": "2"})
    journal.flush()
    again = DraftJournal(LocalStore(store.file), lambda callback: callback())
    assert [draft.id for draft in again.open_drafts()] == ["two", "one"]


def test_a_closed_draft_stays_closed(journal: DraftJournal) -> None:
    journal.write("d", "ticket", {"a": "1"})
    journal.close("d")
    assert journal.flush()
    assert journal.open_drafts() == []


def test_a_full_disk_is_told_and_the_text_is_kept_until_there_is_room(journal: DraftJournal, store: LocalStore) -> None:
    told: list[DraftSaved] = []
    journal.listen(told.append)
    make_room = fill(store)
    journal.write("d", "ticket", {"content": "字" * 200_000})
    eventually(lambda: any(saved.error is not None and saved.error.code == "storage_full" for saved in told))
    make_room()
    eventually(lambda: bool(journal.open_drafts()))
    assert len(journal.open_drafts()[0].fields["content"]) == 200_000


def test_what_is_typed_into_a_draft_that_another_console_filed_is_said_to_be_unsaved(
    journal: DraftJournal, store: LocalStore
) -> None:
    told: list[DraftSaved] = []
    journal.listen(told.append)
    journal.write("d", "ticket", {"content": "甲"})
    journal.flush()
    Outbox(LocalStore(store.file), {}, lambda callback: callback()).put("ticket.new", "t", {}, draft_id="d")
    journal.write("d", "ticket", {"content": "甲乙"})
    eventually(lambda: told[-1].error is not None)
    assert told[-1].error is not None
    assert told[-1].error.code == "filed_elsewhere"
    assert journal.open_drafts() == []
