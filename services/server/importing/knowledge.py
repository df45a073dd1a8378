"""Knowledge articles from somebody's table; an article that comes again with other content becomes a new version."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from services.contracts.knowledge import ArticleContent
from services.contracts.text import clean_line, clean_text
from services.contracts.tickets import Catalogue
from services.server.importing.engine import RowProblem
from services.server.importing.mapping import KNOWLEDGE_FIELDS, ColumnMap
from services.server.knowledge import service
from services.server.transaction import Transaction

_SEPARATORS = re.compile(r"[,，;；、|\n]+")


@dataclass(frozen=True)
class ImportedArticle:
    """An article under the id that follows from its number or title."""

    id: str
    content: ArticleContent


class KnowledgeImporter:
    """Turns rows into articles."""

    fields = KNOWLEDGE_FIELDS

    def __init__(self, catalogue: Catalogue) -> None:
        self._categories = {entry.name: entry.code for entry in catalogue.categories}
        self._categories |= {entry.code: entry.code for entry in catalogue.categories}
        self._units = {unit.name: unit.code for unit in catalogue.units} | {u.code: u.code for u in catalogue.units}
        self._seen: set[str] = set()

    def convert(self, mapping: ColumnMap, cells: Sequence[Any]) -> ImportedArticle:
        """Returns an article; a second one with the same number or title in a file is a problem."""
        said = {
            field: "" if n >= len(cells) or cells[n] is None else str(cells[n]) for field, n in mapping.columns.items()
        }
        title = clean_line(said.get("title", ""))
        if not title:
            raise RowProblem("required", mapping.heading("title"))
        if not any(clean_text(said.get(field, "")) for field in ("summary", "answer", "body")):
            raise RowProblem("required", mapping.heading("body") or mapping.heading("answer"))
        key = clean_line(said.get("source_id", "")) or title
        article_id = "kb-" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
        if article_id in self._seen:
            raise RowProblem("already_exists", what=title)
        keywords = [word.strip() for word in _SEPARATORS.split(said.get("keywords", "")) if word.strip()]
        try:
            content = ArticleContent(
                title=title,
                category=self._categories.get(clean_line(said.get("category", "")), ""),
                unit=self._units.get(clean_line(said.get("unit", "")), ""),
                keywords=keywords,
                summary=said.get("summary", ""),
                answer=said.get("answer", ""),
                body=said.get("body", ""),
                # Until somebody of the department has read it here.
                check_with_department=True,
            )
        except ValidationError as error:
            first = error.errors()[0]
            limit = first.get("ctx", {}).get("max_length", "?")
            raise RowProblem("too_long", mapping.heading(str(first["loc"][0])), limit=limit) from error
        self._seen.add(article_id)
        return ImportedArticle(article_id, content)

    def write(self, tx: Transaction, items: Sequence[ImportedArticle]) -> list[RowProblem | bool]:
        """Publishes what is new or has changed."""
        return [service.import_article(tx, item.id, item.content) for item in items]
