"""How channels are: what came and went, what their connections met, and trying them."""

import socket
from pathlib import Path

from services.contracts.channels import Channel
from services.server.channels import settings
from services.server.channels.background.worker import Broken, Watch, Worker
from services.server.channels.board import mappings
from services.server.channels.protocol import Configured
from services.server.importing.mapping import ColumnMap
from services.server.kernel import Kernel
from tests.services.server.conftest import Api


def state(api: Api, channel: str) -> dict[str, object]:
    (found,) = (each for each in api.get("/v1/channels").json() if each["channel"] == channel)
    return dict(found)


def open_channel(api: Api, channel: str, **values: object) -> None:
    body = {"enabled": True, "settings": values}
    answer = api.patch(f"/v1/channels/{channel}", version=state(api, channel)["version"], json=body)
    assert answer.status_code == 200, answer.text


def check(api: Api, channel: str) -> dict[str, str]:
    answer = api.post(f"/v1/channels/{channel}/check")
    assert answer.status_code == 200, answer.text
    return {each["what"]: each["problem"] for each in answer.json()}


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_what_a_connection_met_is_told_and_its_success_after_it(administrator: Api, kernel: Kernel) -> None:
    before = state(administrator, "board")
    assert (before["problem"], before["reached_at"], before["can_check"]) == ("", None, True)
    open_channel(administrator, "board")
    tries: list[str] = []

    def session(_kernel: Kernel, _configured: Configured, watch: Watch) -> None:
        tries.append("")
        if len(tries) == 1:
            raise Broken("no such folder")
        watch.worked = True
        assert not watch.over()
        worker.stopping.set()

    worker = Worker(kernel, Channel.BOARD, session)
    worker.every_seconds = worker.first_wait = 0.01
    worker.run()
    after = state(administrator, "board")
    assert after["problem"] == "no such folder"
    assert str(after["problem_at"]) <= str(after["reached_at"])


def test_a_folder_is_tried(administrator: Api, tmp_path: Path) -> None:
    open_channel(administrator, "board", folder=str(tmp_path / "boards"))
    assert check(administrator, "board") == {"folder": "no such folder"}
    (tmp_path / "boards").mkdir()
    assert check(administrator, "board") == {"folder": ""}


def test_servers_that_nobody_runs_are_told_in_short(administrator: Api) -> None:
    assert check(administrator, "email") == {"imap": "not set up", "smtp": "not set up"}
    port = closed_port()
    open_channel(
        administrator,
        "email",
        address="hotline@example.test",
        imap_host="127.0.0.1",
        imap_port=port,
        imap_security="none",
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security="none",
    )
    assert check(administrator, "email") == dict.fromkeys(("imap", "smtp"), "ConnectionRefusedError")
    open_channel(administrator, "sensor", host="127.0.0.1", port=port, security="none")
    assert check(administrator, "sensor") == {"broker": "ConnectionRefusedError"}


def test_what_has_no_connection_cannot_be_tried(administrator: Api) -> None:
    assert not state(administrator, "portal")["can_check"]
    assert administrator.post("/v1/channels/portal/check").status_code == 404


def test_remembered_columns_of_a_board_are_told_and_forgotten(administrator: Api, kernel: Kernel) -> None:
    mapping = ColumnMap(["编号", "正文"], {"source_id": 0, "content": 1})
    kernel.write(lambda tx: mappings.remember(tx, "人民网 留言", mapping))
    (found,) = administrator.get("/v1/boards").json()
    assert (found["board"], found["columns"]) == ("人民网 留言", {"source_id": "编号", "content": "正文"})
    forget = f"/v1/boards/人民网 留言/mappings/{found['id']}/forget"
    assert administrator.post(forget, version=found["version"]).json() == []
    assert administrator.post(forget, version=found["version"]).status_code == 404


def test_when_something_came_and_went(administrator: Api, kernel: Kernel) -> None:
    found = {each.channel: each for each in kernel.read(settings.every)}
    assert found[Channel.PORTAL].received_at is None
    assert found[Channel.PORTAL].sent_at is None
