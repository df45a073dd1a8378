"""A console without a window, worked by a script: the real wiring, journal, outbox and live feed, and somebody who types.

It writes down every key press with its moment, and every filing, so that a test can tell what must be there after it was killed.
"""

import json
import os
import queue
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from console import logs
from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from services.contracts.tickets import Finish
from services.desk.draft import Draft
from services.desk.form import Form
from services.live import ChangeKind, LiveChange
from services.outbox import OutboxChange
from services.tasks import Progress
from tests.services.server.district import TOWN

KIND = "ticket"
_CONTENT = "市民反映工地凌晨两点仍在打桩，影响休息，请尽快处理。"


def title_of(number: int) -> str:
    """Returns the title that the script's n-th ticket gets; no two are alike."""
    return f"第{number:06}件"


def steps(number: int) -> Iterator[Form]:
    """Gives the form of the script's n-th ticket after each key press and each choice, from blank to complete."""
    form = Form()
    yield form
    title = title_of(number)
    for end in range(1, len(title) + 1):
        form = form.typed(title=title[:end])
        yield form
    form = form.typed(kind="complaint")
    yield form
    form = form.typed(category="060101", town=TOWN)
    yield form
    # Some are filed in a moment, others take seconds.
    content = _CONTENT * (1, 6, 1)[number % 3]
    for end in range(1, len(content) + 1):
        form = form.typed(content=content[:end])
        yield form


@dataclass
class _Diary:
    """An append-only file; a line is written by one system call and is there when the process dies."""

    file: Path
    _descriptor: int = field(init=False)

    def __post_init__(self) -> None:
        self._descriptor = os.open(self.file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)

    def note(self, what: str, at: float | None = None, **more: Any) -> None:
        line = json.dumps({"what": what, "at": time.monotonic() if at is None else at, **more}, ensure_ascii=False)
        os.write(self._descriptor, line.encode() + b"\n")


class Typist:
    """Works one console until it is killed, or until ``tickets`` are filed and sent."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._diary = _Diary(Path(given["diary"]))
        self._random = random.Random(given["seed"])
        self._callbacks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._number: int = given["first"]
        self._errors: list[Exception] = []
        paths = find_paths(Path(given["home"]))
        logs.set_up(paths.logs)
        settings = SettingsFile(paths.settings)
        settings.override(server=given["server"])
        self._console: Container = build(paths, settings, self._callbacks.put, self._errors.append)

    def work(self) -> None:
        """Signs in, goes on with what was left unfinished, then files new tickets."""
        console = self._console
        console.connection.open(Progress())
        console.session.sign_in(self._given["username"], self._given["password"])
        console.desktop.open(self._given["username"])
        console.outbox.listen(self._on_outbox)
        console.live.listen(self._on_live)
        for kept in console.drafts.open_drafts(KIND):
            self._diary.note("found", key=kept.id)
            self._finish(Draft.from_json(kept.id, kept.fields))
        filed = 0
        wanted = self._given.get("tickets")
        while wanted is None or filed < wanted:
            self._write_one()
            filed += 1
        self._let_everything_go()
        console.close()

    def _write_one(self) -> None:
        draft = Draft.begun(self._console.live.server_now())
        number = self._number
        self._number += 1
        self._diary.note("begun", key=draft.key, number=number)
        self._type(draft, number, 0)

    def _finish(self, draft: Draft) -> None:
        """Goes on with a draft where it stands, as the desk does after a restart."""
        number = int(draft.form["title"][1:7]) if len(draft.form["title"]) >= 7 else -1
        if number < 0:
            # Too little to know which it was: the person begins again, and throws the beginning away.
            self._diary.note("dropped", key=draft.key)
            self._console.drafts.close(draft.key)
            return
        done = next(n for n, form in enumerate(steps(number)) if form.values == draft.form.values)
        self._type(draft, number, done)

    def _type(self, draft: Draft, number: int, done: int) -> None:
        for step, form in enumerate(steps(number)):
            if step <= done:
                continue
            at = time.monotonic()
            draft = draft.with_form(form)
            self._console.drafts.write(draft.key, KIND, draft.as_json())
            self._diary.note("typed", at, key=draft.key, number=number, step=step)
            self._pause(self._random.uniform(0.001, 0.009) * self._given.get("pace", 1))
        self._diary.note("filing", key=draft.key, number=number)
        self._console.desk.file(draft, Finish.ACCEPT)
        self._diary.note("filed", key=draft.key, number=number)
        if self._random.random() < 0.3:
            # A double click, and a write that was still on its way from the form.
            self._console.drafts.write(draft.key, KIND, draft.as_json())
            self._console.desk.file(draft, Finish.ACCEPT)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        if self._given.get("impatient"):
            self._console.live.retry_now()
            self._console.outbox.retry_now()
        self._console.live.tick()
        while (left := until - time.monotonic()) > 0:
            try:
                callback = self._callbacks.get(timeout=left)
            except queue.Empty:
                break
            callback()
        if self._errors:
            raise self._errors[0]

    def _let_everything_go(self) -> None:
        until = time.monotonic() + 60
        while sum(self._console.outbox.count()) or self._console.live.state.stale:
            assert time.monotonic() < until, "the outbox does not empty"
            assert not self._console.outbox.needs_you(), self._console.outbox.needs_you()
            self._pause(0.05)

    def _on_outbox(self, change: OutboxChange) -> None:
        if change.sent:
            self._diary.note("sent", key=change.item.draft_id)

    def _on_live(self, change: LiveChange) -> None:
        if change.kind is not ChangeKind.EVENT:
            self._diary.note(f"live {change.kind.value}")


def main(given: dict[str, Any]) -> None:
    """Lives one life.

    ``given``: home, server, username, password, diary (a file), seed, first (number of a ticket); tickets, where it is to end by
    itself; pace, times as slow; impatient, where nobody waits for the next attempt to reach the server.
    """
    Typist(given).work()
