"""Two consoles of one person share a file, are killed in turn, and go on with each other's drafts: each ticket is filed once."""

import random
import time
from pathlib import Path

import pytest

from services.server.runner import ApiServer
from tests.e2e.conftest import PASSWORD, USERNAME
from tests.e2e.evidence import Kept, read_diary, read_server, read_store
from tests.nursery import Nursery

KILLS = 24
SEED = 20261124


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_nothing_is_lost_or_doubled(api: ApiServer, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    home, diaries = tmp_path / "home", []
    nursery = Nursery("tests.e2e.typist", tmp_path / "errors.txt")

    def start(life: int, tickets: int | None = None) -> int:
        diaries.append(tmp_path / f"diary-{life}")
        return nursery.start(
            home=str(home),
            server=api.base_url,
            username=USERNAME,
            password=PASSWORD,
            diary=str(diaries[-1]),
            seed=SEED + life,
            first=life * 1000,
            tickets=tickets,
        )

    try:
        lives = [start(0), start(1)]
        for life in range(2, KILLS + 2):
            time.sleep(chance.uniform(0.2, 0.9))
            side = chance.randrange(2)
            nursery.kill(lives[side])
            lives[side] = start(life)
        for pid in lives:
            nursery.kill(pid)
        nursery.wait(start(KILLS + 2, 2))
    finally:
        nursery.close()

    notes = [note for diary in diaries for note in read_diary(diary)]
    tickets = read_server(tmp_path / "server.db")
    filed = {note.key for note in notes if note.what == "filed"}
    titles = [values.title for values in tickets.values()]
    assert len(filed) > KILLS / 2
    assert filed <= set(tickets)
    assert len(titles) == len(set(titles)), "a ticket was filed twice"
    assert read_store(next((home / "data" / "desks").glob("*.db"))) == Kept({}, {}), "something was left behind"
