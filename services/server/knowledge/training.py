"""The training district's articles, from ``resources/training/articles``."""

import tomllib
from importlib.resources import files
from typing import Any

from services.contracts.knowledge import ArticleContent
from services.server.knowledge import repository, service
from services.server.transaction import Transaction


def seed(tx: Transaction) -> int:
    """Publishes the training articles where the knowledge base is empty; returns how many."""
    if repository.count(tx.connection):
        return 0
    written = 0
    for file in sorted(files("resources").joinpath("training/articles").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            entry = tomllib.loads(file.read_text(encoding="utf-8"))
            written += service.import_article(tx, file.name.removesuffix(".toml"), _content(entry))
    return written


def _content(entry: dict[str, Any]) -> ArticleContent:
    """Returns an article whose body is Markdown made from the entry's lists."""
    parts = []
    for heading, key, numbered in (("办理步骤", "steps", True), ("所需材料", "materials", False)):
        lines = entry.get(key, [])
        if lines:
            marks = (f"{n}. " if numbered else "- " for n in range(1, len(lines) + 1))
            parts.append(f"## {heading}\n\n" + "\n".join(mark + line for mark, line in zip(marks, lines, strict=False)))
    for heading, key in (("办理时限", "time_limit"), ("办理地点", "where")):
        if entry.get(key):
            parts.append(f"## {heading}\n\n{entry[key]}")
    if entry.get("notes"):
        parts.append("## 注意事项\n\n" + "\n".join(f"- {note}" for note in entry["notes"]))
    return ArticleContent(
        title=entry["title"],
        category=entry["category"],
        unit=entry["department"],
        keywords=entry["keywords"],
        summary=entry["summary"],
        answer=entry["answer"],
        body="\n\n".join(parts),
        check_with_department=entry["check_with_department"],
        related=entry.get("related", []),
    )
