"""The console is killed at any instant: nothing typed is lost but the last half second, and nothing is filed twice or not at all."""

import random
import time
from pathlib import Path

import pytest

from services.desk.form import FormValues
from services.server.runner import ApiServer
from tests.e2e.conftest import PASSWORD, USERNAME
from tests.e2e.evidence import Kept, Note, read_diary, read_server, read_store, script
from tests.e2e.nursery import Nursery

KILLS = 200
LOSS_SECONDS = 0.5
SEED = 20261124


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_two_hundred_kills(api: ApiServer, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    home, database = tmp_path / "home", tmp_path / "server.db"
    nursery = Nursery("tests.e2e.typist", tmp_path / "errors.txt")
    seen: list[Note] = []
    open_at_kill = unsent_at_kill = 0

    def start(life: int, tickets: int | None) -> int:
        return nursery.start(
            home=str(home),
            server=api.base_url,
            username=USERNAME,
            password=PASSWORD,
            diary=str(tmp_path / f"diary-{life}"),
            seed=life,
            first=life * 1000,
            tickets=tickets,
        )

    try:
        for life in range(1, KILLS + 1):
            pid = start(life, None)
            time.sleep(chance.uniform(0.05, 0.7))
            killed_at = nursery.kill(pid)
            notes = read_diary(tmp_path / f"diary-{life}")
            store = next((home / "data" / "desks").glob("*.db"), home / "none")
            kept = read_store(store)
            check_nothing_typed_is_lost(notes, killed_at, kept, read_server(database))
            seen += notes
            open_at_kill += bool(kept.drafts)
            unsent_at_kill += bool(kept.outbox)
        nursery.wait(start(KILLS + 1, 3))
        seen += read_diary(tmp_path / f"diary-{KILLS + 1}")
    finally:
        nursery.close()

    tickets = read_server(database)
    kept = read_store(next((home / "data" / "desks").glob("*.db")))
    assert kept == Kept({}, {}), "something was left behind"
    titles = [values.title for values in tickets.values()]
    assert len(titles) == len(set(titles)), "a ticket was filed twice"
    # In the outbox's order: that in which they were filed.
    filed = [note.key for note in seen if note.what == "filed"]
    assert [key for key in tickets if key in set(filed)] == filed
    # Whatever was begun and not thrown away is a ticket by now: those that the script filed, and those whose
    # filing the typist did not live to see.
    for note in seen:
        if note.what == "filing":
            assert tickets[note.key] == script(note.number)[-1]
    assert len(filed) > KILLS / 2
    assert open_at_kill > KILLS / 4
    assert unsent_at_kill > KILLS / 20


def check_nothing_typed_is_lost(
    notes: list[Note], killed_at: float, kept: Kept, at_server: dict[str, FormValues]
) -> None:
    """Compares each draft of a life with what is left of it."""
    latest: dict[str, Note] = {}
    safe: dict[str, Note] = {}
    ended = {note.key for note in notes if note.what == "dropped"}
    filing = {note.key for note in notes if note.what == "filing"}
    filed = {note.key for note in notes if note.what == "filed"}
    for note in notes:
        if note.what == "typed":
            latest[note.key] = note
            if note.at <= killed_at - LOSS_SECONDS:
                safe[note.key] = note
    for key, note in latest.items():
        if key in ended:
            continue
        whole = script(note.number)
        sent = kept.outbox.get(key) or at_server.get(key)
        if sent is not None:
            assert key in filing, "filed before anybody asked"
            assert sent == whole[-1]
            assert key not in kept.drafts, "filed, and still a draft: it would be filed again"
            continue
        assert key not in filed, f"{note.number} is gone after it was filed"
        if key in safe:
            assert key in kept.drafts, f"{note.number} is lost, {killed_at - safe[key].at:.2f} s after it was typed"
            assert kept.drafts[key] in whole[safe[key].step : note.step + 2]
