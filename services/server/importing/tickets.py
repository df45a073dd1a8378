"""Tickets from somebody's table. They are history: what their form lacks is left open, and nothing that was told is lost."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from services.contracts.accounts import Permission
from services.contracts.events import Topic
from services.contracts.text import clean_line, clean_number, clean_text
from services.contracts.tickets import Catalogue, TicketKind, TicketStatus, Urgency
from services.server.importing.engine import RowProblem
from services.server.importing.mapping import TICKET_FIELDS, ColumnMap
from services.server.importing.moments import moment
from services.server.tickets import repository
from services.server.tickets.service import blank
from services.server.tickets.trace import URGENCIES
from services.server.transaction import Transaction, everyone_with

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_TITLE, _CONTENT, _ANSWER = 120, 8_000, 8_000
_LIMITS = {"caller_name": 60, "detail": 200}

_KINDS: Sequence[tuple[TicketKind, Sequence[str]]] = (
    (TicketKind.CONSULT, ("咨询", "consult", "question", "information", "请问")),
    (TicketKind.COMPLAINT, ("投诉", "complaint", "complain")),
    (TicketKind.REPORT, ("举报", "report")),
    (TicketKind.SUGGESTION, ("建议", "suggestion", "suggest")),
    (TicketKind.PRAISE, ("表扬", "感谢", "praise", "thank", "compliment")),
    (TicketKind.HELP, ("求助", "求决", "help", "request")),
)
_CLOSED = ("办结", "结案", "关闭", "完成", "已答复", "已回复", "closed", "resolved", "completed", "done")
_WITH_A_UNIT = ("办理中", "已派", "待签收", "处理中", "inprogress", "assigned", "dispatched", "started", "pending")
_URGENCIES = (
    (Urgency.EMERGENCY, ("特急", "非常紧急", "突发", "emergency", "critical")),
    (Urgency.URGENT, ("紧急", "加急", "urgent", "high")),
)
# What the catalogue does not know stays readable at the end of the content.
_LEFT_OVER = {"category": "来源分类", "unit": "来源单位", "town": "来源区域", "village": "来源村居"}


class TicketImporter:
    """Turns rows into tickets of a district's catalogue."""

    fields = TICKET_FIELDS

    def __init__(self, catalogue: Catalogue, now: datetime, zone: ZoneInfo) -> None:
        self._now = now
        self._zone = zone
        self._categories = _by_name(
            [(entry.code, entry.name) for entry in sorted(catalogue.categories, key=lambda entry: len(entry.code))]
        )
        self._units = _by_name([(unit.code, unit.name) for unit in catalogue.units], "区")
        towns = [place for place in catalogue.places if not place.parent]
        self._towns = _by_name([(town.code, town.name) for town in towns])
        for town in towns:
            self._towns.setdefault(town.name.removesuffix("街道").removesuffix("镇"), town.code)
        self._places = lru_cache(maxsize=4096)(self._place)
        self._villages: dict[str, list[tuple[str, str]]] = {}
        for place in catalogue.places:
            if place.parent:
                for name in {place.code, place.name, _short(place.name)}:
                    self._villages.setdefault(name, []).append((place.parent, place.code))

    def convert(self, mapping: ColumnMap, cells: Sequence[Any]) -> dict[str, Any]:
        """Returns a ticket's row."""
        texts = [_text(cell) for cell in cells]
        said = {field: texts[n] if n < len(texts) else "" for field, n in mapping.columns.items()}
        created_at = self._moment(mapping, cells, "created_at") or self._now
        closed_at = self._moment(mapping, cells, "closed_at")
        title, content = clean_line(said.get("title", "")), clean_text(said.get("content", ""))
        if not title and not content:
            raise RowProblem("required", mapping.heading("content") or mapping.heading("title"))
        row = blank()
        for field in ("caller_number", "contact_number"):
            row[field] = _number(mapping, field, said.get(field, ""))
        for field, limit in _LIMITS.items():
            row[field] = _limited(mapping, field, clean_line(said.get(field, "")), limit)
        row |= self._places(said.get("town", ""), said.get("village", ""))
        row["category"] = self._categories.get(clean_line(said.get("category", "")), "")
        row["unit"] = self._units.get(clean_line(said.get("unit", "")), "")
        row["kind"] = (_kind(said.get("kind", "")) or _kind_in(f"{title} {content[:40]}") or TicketKind.HELP).value
        row["urgency"] = URGENCIES.index(_urgency(said.get("urgency", "")))
        row["answer"] = _limited(mapping, "answer", clean_text(said.get("answer", "")), _ANSWER)
        row["content"] = _limited(mapping, "content", self._content(title, content, said, row), _CONTENT)
        first_line = title or content.split("\n")[0]
        row["title"] = first_line if len(first_line) <= _TITLE else first_line[: _TITLE - 1] + "…"
        status = _status(said.get("status", ""), bool(row["unit"]), bool(row["answer"] or closed_at))
        is_closed = status is TicketStatus.CLOSED
        changed_at = max(closed_at, created_at) if is_closed and closed_at else created_at
        return {
            **row,
            "id": "i-" + _hash(*_source(mapping, said, texts))[:40],
            "digest": _hash(*texts)[:32],
            "status": status.value,
            "version": 1,
            "opened_as": "import",
            "created_by_id": "import",
            "created_by": "导入",
            "created_at": created_at,
            "updated_at": changed_at,
            "closed_at": changed_at if is_closed else None,
            "note_count": 0,
        }

    def order(self, items: Sequence[dict[str, Any]]) -> list[int]:
        """Returns the order to write in: the oldest first, and of one source number the first one of the file first."""
        first: dict[str, datetime] = {}
        for item in items:
            first.setdefault(item["id"], item["created_at"])
        return sorted(range(len(items)), key=lambda at: first[items[at]["id"]])

    def write(self, tx: Transaction, items: Sequence[dict[str, Any]]) -> list[RowProblem | bool]:
        """Writes those that are new; an id that came with other content before is a problem."""
        known = repository.known(tx.connection, [item["id"] for item in items])
        results: list[RowProblem | bool] = []
        new = []
        for item in items:
            earlier = known.get(item["id"])
            if earlier is None:
                known[item["id"]] = item["digest"]
                new.append(item)
            results.append(
                earlier is None or (RowProblem("imported_otherwise") if earlier != item["digest"] else False)
            )
        placed = repository.add_many(tx, new, tx.now)
        if placed:
            last = placed[-1]
            # One for the whole batch: lists that are open refresh themselves.
            data = {name: last[name] for name in ("id", "number", "status", "version", "title", "created_by_id")}
            tx.append(Topic.TICKET, last["id"], {**data, "title": ""}, everyone_with(Permission.TICKET_READ))
        return results

    def _moment(self, mapping: ColumnMap, cells: Sequence[Any], field: str) -> datetime | None:
        at = mapping.columns.get(field, len(cells))
        value = cells[at] if at < len(cells) else None
        if field not in mapping.columns or (field == "closed_at" and _text(value) == ""):
            return None
        found = moment(value, self._zone) if value is not None else None
        if found is None or not _EARLIEST <= found <= self._now + timedelta(days=1):
            raise RowProblem("bad_value", mapping.heading(field))
        return found.astimezone(UTC)

    def _place(self, town_said: str, village_said: str) -> dict[str, str]:
        town = self._towns.get(clean_line(town_said), "")
        name = clean_line(village_said)
        found = self._villages.get(name) or self._villages.get(_short(name)) or []
        # Villages of different towns share names: without a town, only one that is alone is taken.
        fitting = [pair for pair in found if not town or pair[0] == town]
        if len(fitting) == 1:
            return {"town": fitting[0][0], "village": fitting[0][1]}
        return {"town": town, "village": ""}

    def _content(self, title: str, content: str, said: Mapping[str, str], row: Mapping[str, Any]) -> str:
        lines = [title] if len(title) > _TITLE or not content else []
        lines.append(content)
        lines += [
            f"{label}：{clean_line(said[field])}"
            for field, label in _LEFT_OVER.items()
            if said.get(field) and not row[field]
        ]
        return "\n".join(line for line in lines if line)


def _by_name(entries: Sequence[tuple[str, str]], prefix: str = "") -> dict[str, str]:
    """Returns codes by code and by name; of equal names the last."""
    found = {}
    for code, name in entries:
        found[name] = code
        if prefix:
            found[name.removeprefix(prefix)] = code
    return found | {code: code for code, _ in entries}


def _short(village: str) -> str:
    for ending in ("社区居委会", "村委会", "居委会", "社区", "村"):
        village = village.removesuffix(ending)
    return village


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    # A number typed into a spreadsheet comes back as 13800000000.0.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def _source(mapping: ColumnMap, said: Mapping[str, str], texts: list[str]) -> list[str]:
    """Returns what makes a row the same row in a second import: its own number, else all of it."""
    if said.get("source_id"):
        return [mapping.heading("source_id"), said["source_id"]]
    return texts


def _limited(mapping: ColumnMap, field: str, text: str, limit: int) -> str:
    if len(text) > limit:
        raise RowProblem("too_long", mapping.heading(field), limit=limit)
    return text


def _number(mapping: ColumnMap, field: str, text: str) -> str:
    return _limited(mapping, field, clean_number(text), 32)


def is_kind(text: str) -> bool:
    """Tells whether a cell says a kind of appeal that is known."""
    return _kind(text) is not None


# A table says the same few words in these columns again and again.
@lru_cache(maxsize=1024)
def _kind(text: str) -> TicketKind | None:
    return _kind_in(text)


def _kind_in(text: str) -> TicketKind | None:
    text = text.casefold()
    return next((kind for kind, words in _KINDS if any(word in text for word in words)), None)


@lru_cache(maxsize=1024)
def _urgency(text: str) -> Urgency:
    text = text.casefold()
    return next((urgency for urgency, words in _URGENCIES if any(word in text for word in words)), Urgency.NORMAL)


@lru_cache(maxsize=1024)
def _status(text: str, has_unit: bool, is_answered: bool) -> TicketStatus:
    text = text.replace(" ", "").casefold()
    if any(word in text for word in _CLOSED) or (not text and is_answered):
        return TicketStatus.CLOSED
    if has_unit and any(word in text for word in _WITH_A_UNIT):
        return TicketStatus.DISPATCHED
    return TicketStatus.ACCEPTED
