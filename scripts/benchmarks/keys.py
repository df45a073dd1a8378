"""From a key press to its character on the screen, in the ticket form and in the search field, beside 100,000 articles."""

import asyncio
import json
import random
import shutil
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from benchmarks.desk import Metronome, Painted
from benchmarks.knowledge import many_articles, training_entries
from benchmarks.report import Result, percentile
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from console.tour.hand import Key, LostError
from services.knowledge.service import KnowledgeService
from services.store.articles import StoredArticles
from services.store.store import LocalStore
from services.tasks import Progress
from tests.e2e.window import AGENT, Desk, at_the_desk, go_to

FOLDER = Path("build/bench-keys")
_FAST, _SLOW = 0.07, 0.16
"""Seconds between two keys of somebody who types fast."""
_THINKS = 0.7
"""A pause in which knowledge, duplicates and the draft journal catch up; the next key meets what they bring."""


def _fill(folder: Path, count: int) -> None:
    """Gives the agent a local copy of the knowledge base and its index, as after a first sign-in."""
    desks = folder / "data" / "desks"
    store = LocalStore(desks / f"embedded-{AGENT}.db")
    articles = StoredArticles(store)
    batch = []
    # Older than anything the server has: what it has is fetched at the sign-in.
    old = datetime.now(UTC) - timedelta(days=400)
    for article in many_articles(count):
        batch.append(article.model_copy(update={"updated_at": old}))
        if len(batch) == 5_000:
            articles.upsert(batch)
            batch = []
    articles.upsert(batch)
    KnowledgeService(SimpleNamespace(), articles, desks / f"embedded-{AGENT}-index").open(Progress())  # type: ignore[arg-type]
    store.close()


def _moments(count: int, rng: random.Random) -> list[float]:
    at = time.perf_counter() + 0.2
    moments = []
    for number in range(count):
        at += rng.uniform(_FAST, _SLOW) + (_THINKS if number % 12 == 11 else 0)
        moments.append(at)
    return moments


def _type(target: QWidget, character: str) -> None:
    if character.isascii():
        QTest.keyClicks(target, character)
    else:
        # As an input method commits it.
        event = QInputMethodEvent()
        event.setCommitString(character)
        QApplication.sendEvent(target, event)


async def _typed(desk: Desk, target: QWidget, canvas: QWidget, text: str) -> list[float]:
    """Types a text and returns how long each character took to be seen, in milliseconds."""
    painted = Painted(canvas)
    times: list[float] = []

    def beat(number: int, due: float) -> None:
        painted.tell_once(lambda over: times.append((over - due) * 1000))
        _type(target, text[number])

    await Metronome(desk.gui).at(_moments(len(text), random.Random(3)), beat)
    await desk.hand.rest(0.5)
    painted.close()
    if len(times) < 0.95 * len(text):
        raise LostError(f"of {len(text)} keys {len(times)} were seen on the screen")
    return times


def _texts(length: int) -> tuple[str, str]:
    rng = random.Random(4)
    entries = training_entries()
    told = ""
    while len(told) < length:
        told += f"来电人反映{rng.choice(entries)['summary']}电话161{rng.randrange(10**8):08}，"
    return told[:length], "".join(rng.choice(entries)["title"] + " gjj" for _ in range(length))[:length]


def _walk(length: int) -> Callable[[Desk], Awaitable[tuple[list[float], list[float]]]]:
    async def walk(desk: Desk) -> tuple[list[float], list[float]]:
        hand = desk.hand
        knowledge = desk.container.knowledge
        await hand.wait("the index", lambda: knowledge.is_ready and bool(knowledge.search("路灯")), 60)
        told, searched = _texts(length)
        await hand.ctrl(Key.Key_N)
        await hand.rest(0.5)
        content = await go_to(hand, "desk.form.content")
        if not isinstance(content, QPlainTextEdit):
            raise LostError("what the caller tells is written somewhere else")
        await _typed(desk, content, content.viewport(), told[:24])
        in_form = await _typed(desk, content, content.viewport(), told)
        await hand.wait("articles for what is typed", lambda: hand.sees("knowledge.results"))
        await hand.press(Key.Key_F3)
        await asyncio.sleep(0.3)
        field = QApplication.focusWidget()
        if not isinstance(field, QLineEdit):
            raise LostError("F3 does not lead to the search field")
        in_search: list[float] = []
        for start in range(0, length, 24):
            in_search += await _typed(desk, field, field, searched[start : start + 24])
            await hand.ctrl(Key.Key_A)
        return in_form, in_search

    return walk


def run(short: bool) -> list[Result]:
    """Measures in the console's own window, with the embedded API and its simulated callers in the same process."""
    count, length = (2_000, 48) if short else (100_000, 600)
    folder = FOLDER / str(count)
    marker = folder / "filled.json"
    if not marker.exists():
        shutil.rmtree(folder, ignore_errors=True)
        _fill(folder, count)
        marker.write_text(json.dumps({"articles": count}))
    in_form, in_search = at_the_desk(folder, _walk(length))
    note = f"{count:,} articles, {length} keys"
    return [
        Result("key press in the ticket form to painted, p95", percentile(in_form, 0.95), 16.0, "ms", note=note),
        Result("key press in the search field to painted, p95", percentile(in_search, 0.95), 16.0, "ms", note=note),
    ]
