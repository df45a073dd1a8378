import threading
from pathlib import Path

import pytest

from services.drafts import DraftJournal
from services.quality.unsaved import UnsavedScores
from services.store.store import LocalStore
from services.tasks import Progress


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "desk.db")


def _journal(store: LocalStore) -> DraftJournal:
    return DraftJournal(store, lambda callback: callback())


def _written(journal: DraftJournal) -> None:
    progress = Progress()
    thread = threading.Thread(target=journal.run, args=(progress,))
    thread.start()
    assert journal.flush()
    progress.cancel()
    thread.join()


def test_what_was_not_saved_is_there_for_the_next_run_of_the_program(store: LocalStore) -> None:
    journal = _journal(store)
    UnsavedScores(journal).keep("e-1", {"remark": "还没存上"})
    UnsavedScores(journal).keep("e-2", {"remark": "别的"})
    _written(journal)
    assert UnsavedScores(_journal(store)).kept("e-1") == {"remark": "还没存上"}
    assert UnsavedScores(_journal(store)).kept("e-3") == {}


def test_what_the_server_has_is_forgotten_and_tidied_away(store: LocalStore) -> None:
    journal = _journal(store)
    unsaved = UnsavedScores(journal)
    unsaved.keep("e-1", {"remark": "a"})
    unsaved.keep("e-2", {"remark": "b"})
    unsaved.forget("e-1")
    _written(journal)
    assert unsaved.kept("e-1") == {}
    unsaved.tidy()
    assert [draft.id for draft in journal.open_drafts()] == ["score-e-2"]
