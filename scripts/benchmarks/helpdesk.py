"""django-helpdesk 2.6.1 beside this server: the same tickets, machine, databases and requests; prints how many times faster.

Create goes by its REST route; list and search by what its own list page asks for; open by its ticket page, because its
REST routes read all tickets of the database for each answer. It runs under gunicorn as its own container does (six workers).
"""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import time
import urllib.request
import uuid
import venv
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.databases import FOLDER, KINDS, Filled, filled
from benchmarks.filling import TicketMaker, id_of
from benchmarks.load import Client, load, serving, sign_in
from benchmarks.report import Result, median
from platformdirs import user_cache_path

from services.server.database import Database
from services.server.training import staff
from tests.services.server.postgres import free_port

_PACKAGES = ("django-helpdesk==2.6.1", "gunicorn", "psycopg[binary]")
_SITE = Path(__file__).parent / "helpdesk_site"
_LONGEST = 60.0
"""Seconds that a kind of request is measured for at most, one request after another."""


@dataclass(frozen=True)
class Peer:
    """A django-helpdesk with the same tickets as one of our databases."""

    python: Path
    environment: dict[str, str]
    session: str
    queue: int


def run(short: bool) -> list[Result]:
    """Measures both, database by database."""
    python = _install()
    results: list[Result] = []
    for kind in KINDS:
        with filled(kind, 10_000 if short else 1_000_000) as database:
            ours = _ours(database, short)
            theirs = _theirs(database, python, short)
            for what, (mine, unit) in ours.items():
                other = theirs[what][0]
                ratio = mine / other if unit == "/s" else other / mine
                note = f"{database.words}: {mine:.1f} {unit} here, {other:.1f} {unit} there"
                results.append(Result(f"{what}, times django-helpdesk", ratio, None, "x", at_most=False, note=note))
    return results


def _install() -> Path:
    """Makes its own environment in the user's cache folder, once."""
    folder = user_cache_path("tongfu", appauthor=False) / "bench" / "django-helpdesk-2.6.1"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        command = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *_PACKAGES]
        subprocess.run(command, check=True)
        (folder / "ready").touch()
    return python


# -- ours


def _ours(database: Filled, short: bool) -> dict[str, tuple[float, str]]:
    with serving(database.url, database.folder) as base_url:
        token = sign_in(base_url, "agent01", staff.PASSWORD)
        run_id = uuid.uuid4().hex[:8]
        words = _searched(database)

        def create(number: int) -> tuple[str, str, bytes, str]:
            body = {
                "id": f"{run_id}-{number}",
                "finish": "accept",
                "kind": "complaint",
                "category": "060401",
                "town": "440605124",
                "title": _TITLE,
                "content": _CONTENT,
            }
            return "POST", "/v1/tickets", json.dumps(body).encode(), f"{run_id}-{number}"

        def opened(number: int) -> tuple[str, str, bytes, str]:
            return "GET", f"/v1/tickets/{id_of(number * 7919 % database.count)}", b"", ""

        headers = {"Authorization": f"Bearer {token}"}
        lists = [f"/v1/tickets?limit=50&status={status}" for status in ("accepted", "dispatched")]
        found = [f"/v1/tickets?limit=50&q={quote(word)}" for word in words]
        seconds = 3.0 if short else 10.0
        return {
            "create, 16 clients": (load(base_url, token, seconds, create).per_second, "/s"),
            "list of 50, median": (_median(base_url, headers, lists * 20), "ms"),
            "open, 16 clients": (load(base_url, token, seconds, opened).per_second, "/s"),
            "search, median": (_median(base_url, headers, found), "ms"),
        }


_TITLE = "反映路灯不亮影响夜间出行"
_CONTENT = "来电人反映村口路灯已经三天不亮，晚上出行不便，希望尽快维修。"


def _searched(database: Filled) -> list[str]:
    opened = Database(database.url)
    with opened.read() as connection:
        maker = TicketMaker(connection, database.count)
    opened.close()
    return [scenario["title"][2:6] for scenario in maker.scenarios[:40]]


def _median(base_url: str, headers: dict[str, str], paths: Sequence[str]) -> float:
    """Returns the median of requests sent one after another, in milliseconds; the first one only warms up."""

    async def measure() -> float:
        client = Client(base_url, headers=headers)
        times: list[float] = []
        end = time.perf_counter() + _LONGEST
        for path in [paths[0], *paths]:
            start = time.perf_counter()
            status, answer = await client.request("GET", path)
            if status != 200:
                raise AssertionError(f"{status} to {path}: {answer[:200]!r}")
            times.append((time.perf_counter() - start) * 1000)
            if time.perf_counter() > end and len(times) > 1:
                break
        client.close()
        return median(times[1:])

    return asyncio.run(measure())


# -- theirs


def _theirs(database: Filled, python: Path, short: bool) -> dict[str, tuple[float, str]]:
    peer = _filled_peer(database, python)
    with _gunicorn(peer) as base_url:
        headers = {"Cookie": f"sessionid={peer.session}; csrftoken={_CSRF}", "X-CSRFToken": _CSRF}
        body = json.dumps({"queue": peer.queue, "title": _TITLE, "description": _CONTENT, "priority": 3}).encode()

        def create(_number: int) -> tuple[str, str, bytes, str]:
            return "POST", "/api/tickets/", body, ""

        def opened(number: int) -> tuple[str, str, bytes, str]:
            return "GET", f"/tickets/{number * 7919 % database.count + 1}/", b"", ""

        lists = [_list_path(filtering={"status__in": [1]}) for _ in range(40)]
        found = [_list_path(search=word) for word in _searched(database)]
        seconds = 3.0 if short else 10.0
        return {
            "create, 16 clients": (_rate(base_url, headers, seconds, create), "/s"),
            "list of 50, median": (_median(base_url, headers, lists), "ms"),
            "open, 16 clients": (_rate(base_url, headers, seconds, opened), "/s"),
            "search, median": (_median(base_url, headers, found), "ms"),
        }


_CSRF = "a" * 32


def _rate(base_url: str, headers: dict[str, str], seconds: float, make: object) -> float:
    measured = load(base_url, "", seconds, make, headers=headers)  # type: ignore[arg-type]
    if measured.failures:
        raise AssertionError(f"{measured.failures} of {len(measured.times)} requests failed at django-helpdesk")
    return measured.per_second


def _list_path(filtering: dict[str, list[int]] | None = None, search: str = "") -> str:
    """Returns what its list page asks for: 50 rows, newest first."""
    query = {"filtering": filtering or {}, "filtering_null": {}, "sorting": "created", "sortreverse": True}
    query["search_string"] = search
    coded = b64encode(json.dumps(query).encode()).decode()
    return f"/datatables_ticket_list/{coded}?draw=1&start=0&length=50&order[0][column]=5&order[0][dir]=desc"


def _filled_peer(database: Filled, python: Path) -> Peer:
    folder = FOLDER / f"helpdesk-{database.kind}-{database.count}"
    name = folder.name.replace("-", "_")
    marker = folder / "filled"
    if database.server is not None:
        place = {"ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": "postgres", "HOST": "127.0.0.1"}
        place["PORT"] = str(database.server.port)
        if not database.server.has(name):
            marker.unlink(missing_ok=True)
    else:
        place = {"ENGINE": "django.db.backends.sqlite3", "NAME": str((folder / "helpdesk.db").absolute())}
    environment = os.environ | {
        "BENCH_DATABASE": json.dumps(place),
        "BENCH_MEDIA": str((folder / "media").absolute()),
        "PYTHONPATH": str(_SITE),
    }
    command = [str(python), str(_SITE / "site_fill.py")]
    if not marker.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if database.server is not None:
            database.server.create(name)
        began = time.perf_counter()
        with subprocess.Popen([*command, "fill"], stdin=subprocess.PIPE, text=True, env=environment) as process:
            if process.stdin is None:
                raise AssertionError("there is nothing to write to")
            for line in _lines(database):
                process.stdin.write(line)
        if process.returncode:
            raise AssertionError(f"django-helpdesk was not filled: {process.returncode}")
        print(f"  filled django-helpdesk, {database.words} in {time.perf_counter() - began:.0f} s", flush=True)
        marker.touch()
    done = subprocess.run([*command, "sign-in"], check=True, capture_output=True, text=True, env=environment)
    session, count, queue = done.stdout.split()
    if int(count) < database.count:
        raise AssertionError(f"django-helpdesk has {count} tickets")
    return Peer(python, environment, session, int(queue))


def _lines(database: Filled) -> Iterator[str]:
    """Gives the same tickets that our database was filled with."""
    opened = Database(database.url)
    with opened.read() as connection:
        maker = TicketMaker(connection, database.count)
    opened.close()
    chunk = 20_000
    for first in range(0, database.count, chunk):
        for row in maker.rows(first, min(first + chunk, database.count)):
            told = {name: row[name] for name in ("title", "content", "unit")}
            moments = {name: row[name].isoformat() for name in ("created_at", "updated_at")}
            rest = {"closed": row["closed_at"] is not None, "priority": 3 - row["urgency"]}
            yield json.dumps(told | moments | rest) + "\n"


@contextlib.contextmanager
def _gunicorn(peer: Peer) -> Iterator[str]:
    port = free_port()
    program = [str(peer.python), "-m", "gunicorn", "site_wsgi:application", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "6", "--preload", "--timeout", "600", "--log-level", "error"]
    process = subprocess.Popen([*program, *options], env=peer.environment)
    base_url = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{base_url}/login/", timeout=5).close()  # noqa: S310
                break
            except OSError as error:
                if process.poll() is not None or time.monotonic() > end:
                    raise AssertionError("gunicorn did not start") from error
                time.sleep(0.2)
        yield base_url
    finally:
        process.terminate()
        process.wait(30)
