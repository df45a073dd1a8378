r"""Finds tickets by words of their title, content and place, newest first, among millions.

Chinese is written without spaces and people search for two characters. So a text is indexed by its pairs of neighbouring
characters (``噪音扰民`` → ``噪音 音扰 扰民``), and by words for letters and digits. SQLite keeps them in an FTS5 table whose
row number is the ticket's key, so that hits come out newest first without sorting; PostgreSQL in a ``tsvector`` under a
GIN index, which knows no order. There each word carries its stretch of time, some 25 days (``34a噪音``): the newest
stretches are looked up first and mostly suffice, so a word that stands in every tenth ticket costs as much among a
thousand tickets as among millions. The pairs say where to look; a search of three characters and more is confirmed on the
text itself. A single character is looked for in the newest tickets only. A title is indexed by its sound too (see
:mod:`services.server.tickets.spelling`), so that four letters of pinyin and more find it.

The index is derived from the tickets: it holds title and content, and where it happened unless the ticket is confidential:
then the address says who asked, and it is not in the index at all.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, column, insert, table, text

from services.server.prepared import Prepared
from services.server.tickets import spelling
from services.server.tickets.spelling import Sound

INDEXED = 2_000
"""Characters of the content that are indexed."""
_LONGEST_WORD = 40
INDEX = "ix_ticket_words_words"
"""Of PostgreSQL."""

_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECES = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")
_ESCAPED = re.compile(r"\\[xuU]0*")

_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS ticket_words USING fts5("
    "words, content='', columnsize=0, detail=none, tokenize='ascii')"
)
_POSTGRESQL = ("CREATE TABLE ticket_words (key BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",)
# What waits to be sorted in is read through by every look-up: little may wait.
_INDEX_POSTGRESQL = (
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON ticket_words USING GIN (words) WITH (gin_pending_list_limit=64)"
)
_IS_MISSING = "SELECT to_regclass('ticket_words') IS NULL"
_STRETCH_BITS = 51
"""Of a key: 20 bits for the number of the day and 31 bits of milliseconds, which are 24.9 days."""
_STEPS = (2, 8, 16)
"""So many of the newest stretches are looked up first, and so many next; then all the others at once."""
_ENDS = Prepared(text("SELECT min(key) AS oldest, max(key) AS newest FROM ticket_words"))
_NEWEST = text(
    "SELECT words.key FROM unnest(CAST(:matches AS tsquery[])) AS typed(query) CROSS JOIN LATERAL"
    " (SELECT key FROM ticket_words WHERE words @@ typed.query OFFSET 0) AS words"
    " WHERE words.key >= :low AND words.key < :high ORDER BY words.key DESC LIMIT :most"
)
_ADD_SQLITE = text("INSERT INTO ticket_words (rowid, words) VALUES (:key, :words)")
_DROP_SQLITE = text("INSERT INTO ticket_words (ticket_words, rowid, words) VALUES ('delete', :key, :words)")
_ADD_POSTGRESQL = Prepared(insert(table("ticket_words", column("key", BigInteger), column("words"))))
_CHANGE_POSTGRESQL = Prepared(text("UPDATE ticket_words SET words = CAST(:words AS tsvector) WHERE key = :key"))
# A ticket that waits already keeps what the index holds of it.
_LATE = Prepared(
    text(
        "INSERT INTO tickets_to_index (key, title, content, place) VALUES (:key, :title, :content, :place)"
        " ON CONFLICT (key) DO NOTHING"
    )
)
_ANY_LATE = text("SELECT 1 FROM tickets_to_index LIMIT 1")
_WAITING = text(
    "SELECT late.key, late.title AS old_title, late.content AS old_content, late.place AS old_place, tickets.title,"
    " tickets.content, tickets.grid, tickets.detail, tickets.confidential"
    " FROM tickets_to_index AS late JOIN tickets ON tickets.key = late.key ORDER BY late.key LIMIT :limit"
)
_SETTLED = text("DELETE FROM tickets_to_index WHERE key = :key")


class Words(NamedTuple):
    """A search.

    Attributes:
        terms: what is looked up in the index, each with whether it may go on; empty where nothing typed is long enough for
            it (one Chinese character).
        confirm: what must stand so in the text itself: where pairs do not say enough.
        typed: what was looked for, each chunk of it.
        pieces: the runs of Chinese characters, and the words of letters and digits.
    """

    terms: tuple[tuple[str, bool], ...]
    confirm: list[str]
    typed: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()

    @property
    def are_spelt(self) -> bool:
        """Whether all of it is Chinese: that stands so in a text, where letters may be the sound of a title, or a beginning."""
        return not any(piece.isascii() for piece in self.pieces)

    def spelt(self) -> "Words":
        """Returns the same search for reading texts, without the index."""
        return Words((), list(self.pieces), self.typed, self.pieces)

    def for_sqlite(self) -> str:
        """Returns the condition for SQLite's index."""
        found = []
        for term, begins in self.terms:
            alike = [" AND ".join(map(_any_of, way)) for way in spelling.of_letters(term)]
            found.append(_either(f'"{_ascii(term)}"{"*" if begins else ""}', alike, " OR "))
        return " AND ".join(found)

    def for_postgresql(self, stretch: int) -> str:
        """Returns the condition for one stretch of PostgreSQL's index."""
        found = []
        for term, begins in self.terms:
            alike = [
                " & ".join(f"'{stretch:03x}{sound.word}'{':*' if sound.ends else ''}" for sound in way)
                for way in spelling.of_letters(term)
            ]
            found.append(_either(f"'{stretch:03x}{term}'{':*' if begins else ''}", alike, " | "))
        return " & ".join(found)


def _either(written: str, alike: list[str], joined: str) -> str:
    return f"({joined.join((written, *(f'({way})' for way in alike)))})" if alike else written


def _any_of(sound: Sound) -> str:
    """Returns the condition for a sound. FTS5 reads all that begins alike to its end, and whole words only as far as need be."""
    words = [f'"{word}"' for word in sound.ends or (sound.word,)]
    return f"({' OR '.join(words)})" if len(words) > 1 else words[0]


def _ascii(terms: str) -> str:
    r"""Returns terms with ``0x8def`` for 路: FTS5's own tokenisers know no newer characters (Extension B, say).

    The escaping is Python's own, of a whole text at once (``\u8def``): character by character it took half the time of an
    import. No term has a backslash in it.
    """
    return terms if terms.isascii() else _ESCAPED.sub("0x", terms.encode("ascii", "backslashreplace").decode())


def create_index(connection: Connection) -> None:
    """Makes the empty index where it is missing."""
    if _is_sqlite(connection):
        connection.exec_driver_sql(_SQLITE)
        return
    if connection.exec_driver_sql(_IS_MISSING).scalar_one():
        for statement in _POSTGRESQL:
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(_INDEX_POSTGRESQL)


def grams(*texts: str) -> list[str]:
    """Returns the pairs and words of texts, each once, in the order they occur."""
    found: dict[str, None] = {}
    for part in texts:
        for han, word in _PIECES.findall(plain(part[:INDEXED])):
            for at in range(len(han) - 1):
                found[han[at : at + 2]] = None
            if word:
                found[word[:_LONGEST_WORD]] = None
    return list(found)


def sounds(title: str) -> list[str]:
    """Returns how a title sounds, each sound once."""
    return spelling.of_title([han for han, _word in _PIECES.findall(plain(title)) if han])


def sounds_so(title: str, typed: str) -> bool:
    """Tells whether letters are the sound of a part of a title, as the index finds it."""
    ways = spelling.of_letters(plain(typed))
    if not ways:
        return False
    known = set(sounds(title))
    return any(all(known.intersection(sound.ends or (sound.word,)) for sound in way) for way in ways)


def plain(words: str) -> str:
    """Returns words as they are compared: full-width forms and capitals make no difference."""
    return unicodedata.normalize("NFKC", words).lower()


def _sqlite_words(*texts: str) -> str:
    return _ascii(" ".join([*grams(*texts), *sounds(texts[0])]))


def _vector(key: int, texts: tuple[str, str, str]) -> str:
    """Returns a ``tsvector`` as PostgreSQL reads it; letters, digits and characters need no escapes."""
    stretch = f"{key >> _STRETCH_BITS:03x}"
    return " ".join([f"'{stretch}{term}'" for term in (*grams(*texts), *sounds(texts[0]))])


def query(words: str) -> Words | None:
    """Returns the search for what somebody typed; all of it must occur. ``None`` where nothing in it can be searched."""
    terms: dict[str, bool] = {}
    confirm: dict[str, None] = {}
    whole: dict[str, None] = {}
    for chunk in plain(words[:100]).split()[:8]:
        pieces = _PIECES.findall(chunk)
        whole |= dict.fromkeys(han or word for han, word in pieces)
        for n, (han, word) in enumerate(pieces):
            for at in range(len(han) - 1):
                terms[han[at : at + 2]] = False
            # Pairs alone do not say that three characters follow each other.
            if len(han) != 2 and han:
                confirm[han] = None
            if word:
                # The last word may be unfinished; of two letters begins too much.
                terms.setdefault(word[:_LONGEST_WORD], n == len(pieces) - 1 and len(word) > 2)
    if not terms and not confirm:
        return None
    return Words(tuple(terms.items()), list(confirm), tuple(words[:100].split()[:8]), tuple(whole))


def stretches(connection: Connection, words: Words, low: int, high: int) -> Iterator[list[str]]:
    """Gives the conditions for PostgreSQL's index, the newest stretches first, for keys from ``low`` to below ``high``.

    What the conditions of one round find is newer than all that those of the next ones do.
    """
    ends = _ENDS.first(connection, {})
    if ends is None or ends.oldest is None:
        return
    last, first = max(low, ends.oldest) >> _STRETCH_BITS, min(high - 1, ends.newest) >> _STRETCH_BITS
    for step in (*_STEPS, first):
        if first < last:
            return
        until = max(first - step, last - 1)
        yield [words.for_postgresql(stretch) for stretch in range(first, until, -1)]
        first = until


def newest(connection: Connection, words: Words, low: int, high: int, most: int) -> tuple[int, ...]:
    """Returns the keys of the newest tickets that PostgreSQL's index has the words of."""
    found: list[int] = []
    for matches in stretches(connection, words, low, high):
        values = {"matches": matches, "low": low, "high": high, "most": most - len(found)}
        found += connection.execute(_NEWEST, values).scalars()
        if len(found) >= most:
            break
    return tuple(found)


INDEXED_COLUMNS = frozenset({"title", "content", "grid", "detail", "confidential"})
"""Columns of a ticket that the index depends on."""


def texts_of(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Returns what is indexed of a ticket: title, content, and the place in words where that says nothing of who asked."""
    place = "" if row.get("confidential") else f"{row.get('grid', '')} {row.get('detail', '')}".strip()
    return row["title"], row["content"], place


def add(connection: Connection, entries: Iterable[tuple[int, tuple[str, str, str]]]) -> None:
    """Indexes new tickets, each as key and :func:`texts_of` it.

    Whatever order they come in, they are added in the one that costs least. FTS5 collects in memory as long as row numbers
    rise, and writes a segment of its own whenever one does not. PostgreSQL sorts in some 25 tickets at a time: where they
    are of one stretch and about one thing, they share most of their words, and each word is looked up once for all of them.
    """
    if _is_sqlite(connection):
        rows = [{"key": key, "words": _sqlite_words(*texts)} for key, texts in sorted(entries)]
        if rows:
            connection.execute(_ADD_SQLITE, rows)
    else:
        vectors = sorted((_vector(key, texts), key) for key, texts in entries)
        _ADD_POSTGRESQL.soon(connection, *({"key": key, "words": words} for words, key in vectors))


def add_soon(connection: Connection, key: int, texts: tuple[str, str, str]) -> None:
    """Has a new ticket indexed within seconds; on PostgreSQL, whose index collects by itself, at once.

    FTS5 writes a segment of its own for every commit and merges them again and again: a ticket at a time, that is more
    work than all the rest of filing it.
    """
    if _is_sqlite(connection):
        _LATE.soon(connection, {"key": key, "title": None, "content": None, "place": None})
    else:
        _ADD_POSTGRESQL.soon(connection, {"key": key, "words": _vector(key, texts)})


def change_soon(connection: Connection, key: int, before: tuple[str, str, str], after: tuple[str, str, str]) -> None:
    """Has a changed ticket indexed anew."""
    if grams(*before) == grams(*after) and before[0] == after[0]:
        return
    if _is_sqlite(connection):
        title, content, place = before
        _LATE.soon(connection, {"key": key, "title": title, "content": content, "place": place})
    else:
        _CHANGE_POSTGRESQL.soon(connection, {"key": key, "words": _vector(key, after)})


def is_late(connection: Connection) -> bool:
    """Tells whether tickets wait to be indexed."""
    return _is_sqlite(connection) and connection.execute(_ANY_LATE).first() is not None


def catch_up(connection: Connection, limit: int) -> int:
    """Indexes tickets that wait, oldest first; returns how many. The index is told what to take out: it keeps no text."""
    rows = connection.execute(_WAITING, {"limit": limit}).all()
    if rows:
        known = [row for row in rows if row.old_title is not None]
        if known:
            gone = [
                {"key": row.key, "words": _sqlite_words(row.old_title, row.old_content, row.old_place)} for row in known
            ]
            connection.execute(_DROP_SQLITE, gone)
        add(connection, [(row.key, texts_of(row._asdict())) for row in rows])
        connection.execute(_SETTLED, [{"key": row.key} for row in rows])
    return len(rows)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
