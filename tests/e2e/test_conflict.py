"""Two agents change one ticket at a real server: the later one chooses field by field, and a refusal waits with what was typed."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from services.contracts.tickets import Finish, Ticket
from services.desk.draft import Draft
from services.outbox import ItemState
from services.server.runner import ApiServer
from services.tasks import ImmediateTasks, Progress
from tests.e2e.conftest import PASSWORD, USERNAMES
from tests.e2e.typist import steps
from ui.shell.needs_you.presenter import NeedsYouPresenter


@pytest.fixture
def consoles(api: ApiServer, tmp_path: Path) -> Iterator[list[Container]]:
    """The consoles of two agents."""
    made = []
    for username in USERNAMES:
        paths = find_paths(tmp_path / username)
        settings = SettingsFile(paths.settings)
        settings.override(server=api.base_url)
        console = build(paths, settings, lambda callback: callback(), lambda _error: None)
        made.append(console)
        console.connection.open(Progress())
        console.session.sign_in(username, PASSWORD)
        console.desktop.open(username)
    yield made
    for console in made:
        console.close()


def eventually(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def filed(console: Container) -> Ticket:
    """A ticket at the server."""
    draft = Draft.begun(console.live.server_now()).with_form(list(steps(0))[-1])
    console.desk.file(draft, Finish.ACCEPT)
    eventually(lambda: console.outbox.items() == [])
    return console.desk.ticket(draft.id)


def change(console: Container, ticket: Ticket, **values: str) -> None:
    """Changes a ticket on top of the state that somebody has seen."""
    draft = Draft.of_ticket(ticket, console.live.server_now())
    console.desk.file(draft.with_form(draft.form.typed(**values)), Finish.DRAFT)


def needs_you(console: Container) -> NeedsYouPresenter:
    services = SimpleNamespace(outbox=console.outbox, desk=console.desk, tasks=ImmediateTasks())
    presenter = NeedsYouPresenter(services)  # type: ignore[arg-type]
    presenter.load()
    return presenter


def test_each_keeps_the_fields_that_the_person_chose(consoles: list[Container]) -> None:
    one, other = consoles
    seen = filed(one)
    change(other, seen, title="别人改的标题", detail="别人写的地点")
    eventually(lambda: other.outbox.items() == [])
    change(one, seen, title="我改的标题", content="我补充的内容")
    eventually(lambda: one.outbox.count() == (0, 1))
    panel = needs_you(one)
    (item,) = panel.items
    assert item.state == ItemState.CONFLICT
    assert (item.payload["title"], item.answer["title"]) == ("我改的标题", "别人改的标题")
    panel.settle(item, keep_mine={"content"})
    eventually(lambda: one.outbox.items() == [])
    both = one.desk.ticket(seen.id)
    assert (both.title, both.detail, both.content) == ("别人改的标题", "别人写的地点", "我补充的内容")
    assert both.version == seen.version + 2
    panel.close()


def test_a_refused_change_waits_with_what_was_typed_until_it_is_corrected(consoles: list[Container]) -> None:
    one = consoles[0]
    seen = filed(one)
    change(one, seen, title="改过的标题", category="999999")
    eventually(lambda: one.outbox.count() == (0, 1))
    panel = needs_you(one)
    (item,) = panel.items
    assert (item.state, item.payload["title"]) == (ItemState.REJECTED, "改过的标题")
    assert "999999" in item.answer["fields"]["category"]
    panel.correct(item, {"category": seen.category})
    eventually(lambda: one.outbox.items() == [])
    assert one.desk.ticket(seen.id).title == "改过的标题"
    panel.close()
