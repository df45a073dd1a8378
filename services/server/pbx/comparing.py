"""``tongfu pbx compare``: our records beside Asterisk's own, call by call and figure by figure."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.contracts.figures import Figures
from services.server.figures import formulas
from services.server.figures import repository as figures
from services.server.figures.history import History
from services.server.kernel import Kernel
from services.server.pbx.words import words
from services.telephony.asterisk import evidence, ledger
from services.telephony.asterisk.ledger import Ledger, Value

_SECONDS = frozenset({"asa", "aht"})
_COUNTS = frozenset(
    {"offered", "answered", "abandoned", "abandoned_short", "callbacks_wished", "callbacks_due", "callbacks_reached"}
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what ``compare`` takes."""
    parser.add_argument("file", type=Path, help="the queue log, usually /var/log/asterisk/queue_log")
    parser.add_argument(
        "--records", type=Path, help="the call lines (default: cdr-csv/Master.csv beside the queue log)"
    )
    parser.add_argument("--since", type=_moment, help="calls offered at or after (ISO 8601 with its offset)")
    parser.add_argument("--until", type=_moment, help="calls offered before")
    parser.add_argument("--threshold", type=int, default=20, metavar="SECONDS", help="T of the service level")


def compare(kernel: Kernel, arguments: argparse.Namespace, language: str) -> int:
    """Prints each call on which the two differ, and all figures side by side; 1 where anything differs."""
    records = arguments.records or arguments.file.parent / "cdr-csv" / "Master.csv"
    log = arguments.file.read_text("utf-8", errors="replace").splitlines()
    lines = records.read_text("utf-8", errors="replace").splitlines() if records.is_file() else []
    book = Ledger(log, lines)
    since, until = _interval(book, arguments)
    if not book.calls:
        _say(words("compared", language, {"count": 0, "wrong": 0}))
        return 0
    history = kernel.read(
        lambda tx: History(figures.between(tx.connection, since - timedelta(hours=12), until + timedelta(hours=12)))
    )
    wrong = _calls(log, history, since, until, language)
    ours = formulas.figures(history, since, until, arguments.threshold, datetime.now(UTC))
    theirs = book.figures(int(since.timestamp()), int(until.timestamp()), arguments.threshold)
    differ = _figures(ours, theirs, language)
    if not lines:
        _say(words("no_call_lines", language, {"name": str(records)}))
    elif without := book.without_line():
        _say(words("without_line", language, {"count": len(without), "names": ", ".join(without[:5])}))
    return int(bool(wrong or differ))


def _interval(book: Ledger, arguments: argparse.Namespace) -> tuple[datetime, datetime]:
    """The one that was asked for, or all that the log tells of. A call at its edge may have come a moment before its line."""
    since = arguments.since or datetime.fromtimestamp(book.first - 1, UTC)
    until = arguments.until or datetime.fromtimestamp(book.last + 1, UTC)
    return since, until


def _calls(log: list[str], history: History, since: datetime, until: datetime, language: str) -> int:
    theirs = {
        key: call for key, call in evidence.read(log).items() if since.timestamp() <= call.offered < until.timestamp()
    }
    ours = {key: call for key, call in history.calls.items() if since <= call.offered.at < until}
    found = evidence.compare(theirs, ours)
    for item in found:
        _say(f"! {item.call_id}: {item.what}: {item.ours or '–'} / {item.theirs or '–'}", wrong=True)
    _say(words("compared", language, {"count": len(theirs), "wrong": len(found)}))
    return len(found)


def _figures(ours: Figures, theirs: Mapping[str, Value], language: str) -> int:
    mine = {name: getattr(ours, name) for name in theirs}
    differ = ledger.differing(theirs, mine)
    names = {name: words(f"figure_{name}", language, {"threshold": f"{ours.threshold:.0f}"}) for name in theirs}
    _say(words("figures_head", language, {"formula": ours.formula}))
    for name, value in theirs.items():
        mark = "!" if name in differ else " "
        wide = "" if value.low in (None, value.high) else f"  {_told(name, value.low)} – {_told(name, value.high)}"
        line = f"{mark} {_told(name, mine[name]):>9} {_told(name, value.nearest):>9}  {names[name]}{wide}"
        _say(line, name in differ)
    _say(words("figures_agree" if not differ else "figures_differ", language, {"count": len(differ)}))
    return len(differ)


def _told(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if name in _COUNTS:
        return f"{value:.0f}"
    return f"{value:.2f} s" if name in _SECONDS else f"{value:.2%}"


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError("with its offset, such as 2026-03-02T00:00:00Z")
    return found


def _say(line: str, wrong: bool = False) -> None:
    print(line, file=sys.stderr if wrong else sys.stdout)
