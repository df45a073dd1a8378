"""Who may import whom (docs/architecture.md), and what must not be loaded where."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("console", "ui", "widgets", "services", "resources")
QT = ("PySide6", "pyqtgraph", "qtawesome", "qasync")

# Room: what it must not import, and why. The most exact room that holds a module counts, and those around it as well.
RULES: dict[str, tuple[tuple[str, ...], str]] = {
    "ui": (
        ("console", "services.server", "services.store", "services.api"),
        "a page talks to the desk services of its container, never to the server, the store or HTTP",
    ),
    "widgets": (
        ("console", "ui", "services", "sqlalchemy", "requests", "openpyxl", "pydantic"),
        "a widget knows no business; pass it what it needs, or let it ask by a signal",
    ),
    "services": (
        ("console", "ui", "widgets", *QT),
        "services run without a window",
    ),
    "services.server": (
        (
            "services.api",
            "services.store",
            "services.session",
            "services.live",
            "services.drafts",
            "services.outbox",
            "services.tasks",
            "services.desk",
            "services.quality",
            "services.knowledge",
            "services.wall",
        ),
        "the server knows nothing of its clients; what both need belongs into services.contracts",
    ),
    "services.telephony": (
        ("services.server", "sqlalchemy", "fastapi"),
        "the telephone protocol, routing and simulator are pure",
    ),
    "services.contracts": (
        (
            "services.server",
            "services.telephony",
            "services.clock",
            "services.errors",
            "sqlalchemy",
            "fastapi",
            "requests",
        ),
        "contracts import pydantic and the standard library only",
    ),
    "resources": (("console", "ui", "widgets", "services"), "resources are files, not code"),
}
CLIENT_SERVICES = (
    ("services.server",),
    "the client speaks HTTP to the API, also to the embedded one; what both need belongs into services.contracts",
)


def modules() -> list[Path]:
    return sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(file: Path) -> Iterator[tuple[int, str]]:
    """Gives the line and the full name of everything a file imports, inside functions and ``if TYPE_CHECKING`` too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def is_in(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def rules_for(name: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for room, (never, why) in RULES.items():
        if is_in(name, room):
            yield room, never, why
    if is_in(name, "services") and not is_in(name, "services.server"):
        yield "services (client)", *CLIENT_SERVICES


def breaches_of(name: str, imports: Iterator[tuple[int, str]]) -> list[str]:
    found = []
    for line, imported in imports:
        for room, never, why in rules_for(name):
            for forbidden in never:
                if is_in(imported, forbidden):
                    found.append(f"{name}:{line} imports {imported}; {room} must not import {forbidden}: {why}")
    return sorted(set(found))


def test_rooms_import_only_what_they_may() -> None:
    found = [breach for file in modules() for breach in breaches_of(name_of(file), imports_of(file))]
    assert not found, "The rules of docs/architecture.md are broken:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("name", "imported"),
    [
        ("ui.desk.page", "services.server.tickets.service"),
        ("ui.shell.app", "console.container"),
        ("widgets.badges", "services.contracts.calls"),
        ("services.live", "PySide6.QtCore"),
        ("services.live", "services.server.kernel"),
        ("services.server.app", "services.knowledge.index"),
        ("services.contracts.calls", "services.clock"),
        ("services.telephony.simulator", "services.server.kernel"),
    ],
)
def test_a_breach_is_noticed(name: str, imported: str) -> None:
    assert breaches_of(name, iter([(1, imported)]))


def test_nothing_relative_and_no_star() -> None:
    bad = []
    for file in modules():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.level or any(alias.name == "*" for alias in node.names)):
                bad.append(f"{name_of(file)}:{node.lineno}: write the full name of what is imported")
    assert not bad, "\n".join(bad)


def test_colours_only_in_the_theme() -> None:
    bad = []
    for file in modules():
        name = name_of(file)
        if not (is_in(name, "ui") or is_in(name, "widgets")) or name == "widgets.theme":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_colour(node.value):
                bad.append(f"{name}:{node.lineno}: {node.value}: name a colour role of widgets/theme.py instead")
    assert not bad, "\n".join(bad)


def _is_colour(text: str) -> bool:
    return (
        text.startswith("#") and len(text) in (4, 7, 9) and all(sign in "0123456789abcdefABCDEF" for sign in text[1:])
    )


def test_threads_start_in_one_place_of_the_client() -> None:
    allowed = {"services.tasks"}
    bad = []
    for file in modules():
        name = name_of(file)
        if name in allowed or not (is_in(name, "ui") or is_in(name, "widgets")):
            continue
        starts = [
            i for _, i in imports_of(file) if i in ("threading.Thread", "concurrent.futures", "PySide6.QtCore.QThread")
        ]
        bad += [f"{name} imports {what}: work off the GUI thread goes through services.tasks" for what in starts]
    assert not bad, "\n".join(bad)


def test_widgets_hear_presenters_by_methods_of_their_own() -> None:
    """Qt forgets a widget's own method with the widget; a lambda is called for ever after, on a page that was thrown away."""
    bad = []
    for file in modules():
        name = name_of(file)
        if not is_in(name, "ui") or name.endswith(("presenter", "controller")):
            continue
        tree = ast.parse(file.read_text("utf-8"))
        presenters = {"presenter", "self.presenter", "self._presenter"} | _names_of_presenters(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith(".connect") or not node.args:
                continue
            slot, signal = node.args[0], ast.unparse(node.func).split(".")
            lasts = isinstance(slot, ast.Lambda) or ast.unparse(slot).startswith("partial(")
            if lasts and ".".join(signal[: 2 if signal[0] == "self" else 1]) in presenters:
                bad.append(f"{name}:{node.lineno}: connect {'.'.join(signal[:-1])} to a method of the widget")
    assert not bad, "\n".join(bad)


def _names_of_presenters(tree: ast.AST) -> set[str]:
    """Returns how a file calls presenters for short, and the parameters that are some."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation is not None:
            if ast.unparse(node.annotation).endswith("Presenter"):
                found.add(node.arg)
        elif isinstance(node, ast.Assign):
            names, values = node.targets[0], node.value
            pairs = (
                zip(names.elts, values.elts, strict=False)
                if isinstance(names, ast.Tuple) and isinstance(values, ast.Tuple)
                else [(names, values)]
            )
            for left, right in pairs:
                words = ast.unparse(right)
                if "presenter" in words and "(" not in words:
                    found.add(ast.unparse(left))
    return found


THE_ONE_DEFAULT = ("services/clock.py", 'DEFAULT_ZONE = "Asia/Shanghai"')
OWN_ZONE = re.compile(
    r"Asia/Shanghai|[+]08:?00|timezone[(]timedelta|ZoneInfo[(][\"']|[.]astimezone[(][)]|QTimeZone[.]system"
)


def test_nothing_but_the_default_names_a_zone_or_takes_the_machines() -> None:
    files = [
        file for room in ROOMS for kind in ("py", "toml", "json", "ts") for file in (ROOT / room).rglob(f"*.{kind}")
    ]
    found = {
        (str(file.relative_to(ROOT)), line.strip())
        for file in files
        for line in file.read_text("utf-8").splitlines()
        if OWN_ZONE.search(line)
    }
    assert found == {THE_ONE_DEFAULT}, "take the district's zone: tx.zone, kernel.zone, ui.moments"


def test_server_starts_without_qt() -> None:
    code = (
        "import sys\n"
        "import services.server.app\n"
        "import services.telephony\n"
        f"loaded = [name for name in sys.modules if name.split('.')[0] in {QT!r}]\n"
        "sys.exit(f'the server loads {loaded}' if loaded else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
