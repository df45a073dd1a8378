"""Full-text search over the local copy of the knowledge base, fast enough to follow every key press.

Three ways of asking are told apart, because Chinese has no spaces and people type in three ways:

* letters only: pinyin initials (``gjj`` → 公积金) and Latin words in the text;
* up to six characters without spaces: what is being typed; all its character pairs must occur (n-grams of 1 and 2);
* anything longer: a sentence; cut into words (rjieba), any of which may occur, best match first (BM25).

Measured on 100,000 articles (p95): see ``scripts/bench``.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import tantivy

from services import pinyin
from services.contracts.knowledge import Article, ArticleStatus

_TYPED_LENGTH = 6
_LETTERS = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"\w+")
# Words so common in what people ask that they tell nothing apart.
_STOP = frozenset(
    [
        "的",
        "了",
        "是",
        "在",
        "我",
        "你",
        "您",
        "他",
        "她",
        "我们",
        "你们",
        "就",
        "都",
        "也",
        "还",
        "和",
        "与",
        "及",
        "或",
        "吗",
        "呢",
        "吧",
        "啊",
        "呀",
        "哦",
        "嗯",
        "这",
        "那",
        "这个",
        "那个",
        "一个",
        "有",
        "没有",
        "要",
        "想",
        "请",
        "请问",
        "问",
        "一下",
        "怎么",
        "怎样",
        "如何",
        "什么",
        "哪里",
        "哪些",
        "多少",
        "可以",
        "能",
        "能不能",
        "可不可以",
        "需要",
        "现在",
        "已经",
        "因为",
        "所以",
        "但是",
        "如果",
        "家里",
        "家",
        "去",
        "来",
        "到",
        "给",
        "被",
        "把",
        "让",
        "说",
        "知道",
        "谢谢",
        "你好",
        "您好",
        "不",
        "很",
        "太",
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "for",
        "and",
        "or",
        "is",
        "how",
        "what",
        "i",
        "my",
    ]
)
# Amounts, dates and counts are in every complaint, and tell nothing of what it is about.
_AMOUNT = re.compile(
    r"[0-9一二两三四五六七八九十百千万几半多第]+.{0,2}|(周|星期|礼拜)[一二三四五六日天末]|[今明昨前后]天|早上|上午|中午|下午|晚上|每天"
)
_WEIGHTS = {"title": 6.0, "keywords": 4.0, "lead": 1.5, "body": 1.0}
"""For a word or two: whoever types them means a title."""
_SENTENCE_WEIGHTS = {"title": 2.0, "keywords": 3.0, "lead": 2.0, "body": 1.0}
"""For what a citizen tells: found by trying what the training district's callers say (see the test)."""
_CHUNK = 2_000


@dataclass(frozen=True)
class Hit:
    """An article found: what a result row shows. ``score`` is comparable only within one search."""

    article_id: str
    title: str
    summary: str
    category: str
    unit: str
    score: float


class IndexDamagedError(Exception):
    """The index files cannot be opened or written; build a new one."""


class ArticleIndex:
    """An index of published articles, in memory or in a folder.

    ``replace_all`` and ``update`` are slow and belong off the GUI thread; ``search`` may be called from any thread.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._schema = _schema()
        try:
            if folder is None:
                self._index = tantivy.Index(self._schema)
            else:
                folder.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(self._schema, path=str(folder))
        except (ValueError, OSError) as error:
            raise IndexDamagedError(str(error)) from error
        _register(self._index)

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def replace_all(self, articles: Iterable[Article]) -> int:
        """Builds the index anew; returns how many articles can be found."""
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        writer.delete_all_documents()
        added = 0
        for article in articles:
            if article.status == ArticleStatus.PUBLISHED:
                writer.add_document(self._document(article))
                added += 1
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        return added

    def update(self, articles: Iterable[Article]) -> None:
        """Puts changed articles in place of their earlier form; retired ones are found no more."""
        writer = self._index.writer(heap_size=15_000_000, num_threads=1)
        for article in articles:
            writer.delete_documents_by_term("id", article.id)
            if article.status == ArticleStatus.PUBLISHED:
                writer.add_document(self._document(article))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Returns the best articles for what was typed, best first; nothing for an empty or meaningless text."""
        query = self._query(_normal(text)[:_CHUNK])
        if query is None:
            return []
        searcher = self._index.searcher()
        found = searcher.search(query, limit, count=False)
        return [self._hit(searcher.doc(address), score) for score, address in found.hits]

    def _hit(self, document: tantivy.Document, score: float) -> Hit:
        def stored(name: str) -> str:
            return str(document.get_first(name) or "")

        return Hit(stored("id"), stored("title"), stored("summary"), stored("category"), stored("unit"), score)

    def _document(self, article: Article) -> tantivy.Document:
        title, keywords = _normal(article.title), _normal(" ".join(article.keywords))
        lead = _normal(f"{article.summary} {article.answer}")
        body = _normal(article.body)
        document = tantivy.Document()
        for name, value in (
            ("id", article.id),
            ("title", article.title),
            ("summary", article.summary),
            ("category", article.category),
            ("unit", article.unit),
            ("initials", initials(article.title, article.keywords)),
        ):
            document.add_text(name, value)
        for name, value in (("title", title), ("keywords", keywords), ("lead", lead), ("body", body)):
            document.add_text(f"{name}_grams", value)
            document.add_text(f"{name}_words", " ".join(words(value)))
        return document

    def _query(self, text: str) -> tantivy.Query | None:
        compact = text.replace(" ", "")
        if not compact:
            return None
        if _LETTERS.fullmatch(compact):
            return self._letters(text, compact)
        if len(compact) <= _TYPED_LENGTH:
            return self._typed(compact)
        return self._sentence(text) or self._typed(compact[:_TYPED_LENGTH])

    def _letters(self, text: str, compact: str) -> tantivy.Query:
        options = [self._boosted("initials", compact[:12], 4.0)]
        for word in text.split():
            options += [self._boosted(f"{field}_words", word, weight) for field, weight in _WEIGHTS.items()]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, option) for option in options])

    def _typed(self, text: str) -> tantivy.Query:
        grams = [text] if len(text) == 1 else [text[i : i + 2] for i in range(len(text) - 1)]
        must = []
        for gram in grams:
            fields = [self._boosted(f"{field}_grams", gram, weight) for field, weight in _WEIGHTS.items()]
            anywhere = tantivy.Query.boolean_query([(tantivy.Occur.Should, field) for field in fields])
            must.append((tantivy.Occur.Must, anywhere))
        return tantivy.Query.boolean_query(must)

    def _sentence(self, text: str) -> tantivy.Query | None:
        terms = list(dict.fromkeys(word for word in words(text) if word not in _STOP and not _AMOUNT.fullmatch(word)))[
            :24
        ]
        # A single character is in everything; it counts only where there is nothing longer.
        terms = [term for term in terms if len(term) > 1] or terms
        if not terms:
            return None
        options = [
            (tantivy.Occur.Should, self._boosted(f"{field}_words", term, weight))
            for term in terms
            for field, weight in _SENTENCE_WEIGHTS.items()
        ]
        return tantivy.Query.boolean_query(options)

    def _boosted(self, field: str, term: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term), weight)


def words(text: str) -> list[str]:
    """Returns the words of a text as the index sees them, punctuation dropped."""
    import rjieba  # its dictionary takes 50 ms to load, which the start of the program need not wait for

    return [word for word in rjieba.cut_for_search(text, True) if _WORD.fullmatch(word)]


def initials(title: str, keywords: Iterable[str]) -> str:
    """Returns what pinyin initials may be typed: every run of 2 to 12 initials of the title and of each keyword."""
    found: set[str] = set()
    for text in (title, *keywords):
        letters = "".join(_LETTERS.findall(pinyin.initials(_normal(text)).lower()))
        for start in range(len(letters)):
            for length in range(2, min(12, len(letters) - start) + 1):
                found.add(letters[start : start + length])
    return " ".join(sorted(found))


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "summary", "category", "unit"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("initials", tokenizer_name="spaces", index_option="basic")
    for name in _WEIGHTS:
        builder.add_text_field(f"{name}_grams", tokenizer_name="grams", index_option="freq")
        builder.add_text_field(f"{name}_words", tokenizer_name="spaces", index_option="freq")
    return builder.build()


def _register(index: tantivy.Index) -> None:
    grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 2, False)).build()
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("grams", grams)
    index.register_tokenizer("spaces", spaces)
