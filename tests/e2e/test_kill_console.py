"""The console is killed at any instant: nothing typed is lost but the last half second, and nothing is filed twice or not at all."""

import random
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from services.desk.form import FormValues
from services.server.runner import ApiServer
from tests.e2e.conftest import PASSWORD, USERNAMES
from tests.e2e.evidence import Kept, Note, read_diary, read_logs, read_server, read_store, script
from tests.nursery import Nursery

KILLS_EACH = 100
"""At each of two desks, which work at the same time."""
LOSS_SECONDS = 0.5
SEED = 20261124


@dataclass
class Shift:
    """What happened at one desk."""

    notes: list[Note] = field(default_factory=list)
    kills: int = 0
    while_typing: int = 0
    """Kills that left a draft of which something was older than half a second."""
    while_unsent: int = 0
    """Kills that left something in the outbox."""


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_two_hundred_kills(api: ApiServer, tmp_path: Path) -> None:
    with ThreadPoolExecutor(len(USERNAMES)) as pool:
        shifts = list(pool.map(lambda username: work_and_die(api, tmp_path, username), USERNAMES))

    tickets = read_server(tmp_path / "server.db")
    titles = [values.title for values in tickets.values()]
    assert len(titles) == len(set(titles)), "a ticket was filed twice"
    for shift in shifts:
        # In the outbox's order, that in which they were filed; and those whose filing nobody lived to see.
        filed = [note.key for note in shift.notes if note.what == "filed"]
        assert [key for key in tickets if key in set(filed)] == filed
        for note in shift.notes:
            if note.what == "filing":
                assert tickets[note.key] == script(note.number)[-1]
        assert shift.kills == KILLS_EACH
        assert len(filed) > KILLS_EACH / 2
    # The kills came at moments that matter.
    assert sum(shift.while_typing for shift in shifts) > 20
    assert sum(shift.while_unsent for shift in shifts) > 10


def work_and_die(api: ApiServer, folder: Path, username: str) -> Shift:
    """Starts a console over and over, kills it, and looks at what is left; the last one lives to send everything."""
    desk = USERNAMES.index(username)
    chance = random.Random(SEED + desk)
    home = folder / username
    nursery = Nursery("tests.e2e.typist", folder / f"{username}-errors.txt")
    shift = Shift()
    before = Kept({}, {})

    def start(life: int, tickets: int | None) -> tuple[int, Path]:
        diary = folder / f"{username}-diary-{life}"
        pid = nursery.start(
            home=str(home),
            server=api.base_url,
            username=username,
            password=PASSWORD,
            diary=str(diary),
            seed=SEED + desk * 1000 + life,
            first=(desk * 500 + life) * 1000,
            tickets=tickets,
        )
        return pid, diary

    try:
        for life in range(1, KILLS_EACH + 1):
            pid, diary = start(life, None)
            wait_for_a_moment(chance, diary)
            killed_at = nursery.kill(pid)
            notes = read_diary(diary)
            kept = read_store(store_of(home))
            known = check_nothing_typed_is_lost(notes, killed_at, before, kept, read_server(folder / "server.db"))
            shift.notes += notes
            shift.kills += 1
            shift.while_typing += known
            shift.while_unsent += bool(kept.outbox)
            before = kept
        pid, diary = start(KILLS_EACH + 1, 3)
        nursery.wait(pid)
        shift.notes += read_diary(diary)
    finally:
        nursery.close()
    assert read_store(store_of(home)) == Kept({}, {}), "something was left behind"
    assert "市民" not in read_logs(home), "a log quotes what was typed"
    return shift


def wait_for_a_moment(chance: random.Random, diary: Path) -> None:
    """Sleeps until a random instant: soon after the start, later, or within the milliseconds that a filing takes."""
    kind = chance.random()
    if kind < 0.4:
        time.sleep(chance.uniform(0.05, 0.7))
    elif kind < 0.7:
        time.sleep(chance.uniform(0.7, 1.4))
    else:
        until = time.monotonic() + 1.4
        while time.monotonic() < until and not (diary.exists() and b'"filing"' in diary.read_bytes()):
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.03))


def store_of(home: Path) -> Path:
    """Returns the console's file, which may not be there yet."""
    return next((home / "data" / "desks").glob("*.db"), home / "none")


def check_nothing_typed_is_lost(
    notes: list[Note], killed_at: float, before: Kept, kept: Kept, at_server: Mapping[str, FormValues]
) -> bool:
    """Compares what was typed in a life, and what it found, with what is left; tells whether a draft had to be there."""
    latest: dict[str, Note] = {}
    safe: dict[str, int] = {}
    filing = {note.key for note in notes if note.what == "filing"}
    filed = {note.key for note in notes if note.what == "filed"} | set(before.outbox)
    dropped = {note.key for note in notes if note.what == "dropped"}
    for note in notes:
        if note.what == "typed":
            latest[note.key] = note
            if note.at <= killed_at - LOSS_SECONDS:
                safe[note.key] = note.step
    for key in set(latest) | set(before.drafts) | filed:
        if key in dropped:
            continue
        sent = kept.outbox.get(key) or at_server.get(key)
        if sent is not None:
            assert key in filing | filed, "filed before anybody asked"
            assert key not in kept.drafts, "filed, and still a draft: it would be filed again"
            continue
        assert key not in filed, f"{key} is gone after it was filed"
        if key in safe:
            note = latest[key]
            assert key in kept.drafts, f"{note.number} is lost, though typed in time"
            assert kept.drafts[key] in script(note.number)[safe[key] : note.step + 2]
        elif key in before.drafts:
            assert key in kept.drafts, f"{key} was there after the kill before, and is lost"
    return bool(set(safe) & set(kept.drafts))
