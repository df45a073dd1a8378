"""Search in 100,000 articles made from the training district's own."""

import random
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.report import Result, percentile

from services.contracts.knowledge import Article, ArticleStatus
from services.knowledge.index import ArticleIndex, words

ARTICLES = Path(__file__).parents[2] / "resources" / "training" / "articles"


def training_entries() -> list[dict[str, Any]]:
    """Returns the training articles as they are written."""
    return [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(ARTICLES.glob("*.toml"))]


def many_articles(count: int, seed: int = 1) -> Iterator[Article]:
    """Gives articles with titles, keywords and sentences mixed from the training articles."""
    rng = random.Random(seed)
    entries = training_entries()
    sentences = [s for e in entries for s in (*e["steps"], *e["materials"], *e["notes"], e["summary"])]
    now = datetime.now(UTC)
    for number in range(count):
        first, second = rng.choice(entries), rng.choice(entries)
        yield Article(
            id=f"bench-{number}",
            version=1,
            status=ArticleStatus.PUBLISHED,
            title=f"{first['title']}·{rng.choice(second['keywords'])} {number}",
            category=first["category"],
            keywords=[rng.choice(first["keywords"]), rng.choice(second["keywords"])],
            summary=first["summary"],
            answer=second["answer"],
            body="\n".join(rng.choices(sentences, k=10)),
            updated_at=now,
        )


def _timed(search: Callable[[str], object], texts: list[str]) -> float:
    times = []
    for text in texts:
        start = time.perf_counter()
        search(text)
        times.append((time.perf_counter() - start) * 1000)
    return percentile(times, 0.95)


def run(short: bool) -> list[Result]:
    """Measures searches of two characters, of sentences and of initials."""
    count = 4_000 if short else 100_000
    index = ArticleIndex()
    index.replace_all(many_articles(count))
    rng = random.Random(2)
    entries = training_entries()
    titles = [w for e in entries for w in words(e["title"]) if len(w) == 2]
    # What citizens say: whole sentences in their own words.
    sentences = [e["answer"][: rng.randint(15, 40)] for e in entries]
    two = [rng.choice(titles) for _ in range(400)]
    long = [rng.choice(sentences) for _ in range(400)]
    search = index.search
    for text in two[:20] + long[:20]:
        search(text)
    note = f"{count:,} articles"
    return [
        Result("knowledge search, two characters, p95", _timed(search, two), 2.0, "ms", note=note),
        Result("knowledge search, a sentence, p95", _timed(search, long), 5.0, "ms", note=note),
    ]
