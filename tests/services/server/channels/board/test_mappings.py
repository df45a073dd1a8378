"""Several mappings of a board, recognised by the headings; files that none fits wait, are told, and are taken later."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from services.contracts.accounts import Role
from services.contracts.channels import Channel
from services.server.channels import settings
from services.server.channels.board import files
from services.server.kernel import Kernel
from services.server.notices.tables import notices
from services.server.tables import access_log
from tests.services.server.channels.board.test_board import board, found, look_twice, table, xlsx
from tests.services.server.conftest import Api, SignIn

__all__ = ["board"]

ODD = ["序", "说了什么", "谁"]
ODD_COLUMNS = {"source_id": "序", "content": "说了什么", "caller_name": "谁"}
OTHER = ["甲", "乙"]


def save(api: Api, headings: list[str], columns: dict[str, str], version: int = 0, name: str = "人民网") -> Any:
    said = {"headings": headings, "columns": columns}
    return api.put(f"/v1/boards/{name}/mapping", json=said, version=version)


def test_each_kind_of_file_keeps_its_mapping(administrator: Api, kernel: Kernel, tmp_path: Path) -> None:
    assert save(administrator, ODD, ODD_COLUMNS).status_code == 200
    assert save(administrator, OTHER, {"source_id": "甲", "content": "乙"}).status_code == 200
    files.take(kernel, "人民网", xlsx(tmp_path / "c.xlsx", [["3", "第三件", "丙", "1"]], [*ODD, "赞"]), [])
    files.take(kernel, "人民网", xlsx(tmp_path / "b.xlsx", [["第二件", "2"]], ["乙", "甲"]), [])
    files.take(kernel, "人民网", xlsx(tmp_path / "a.xlsx", [["1", "第一件", "甲"]], ODD), [])
    # And one that is guessed is remembered beside them.
    plain = ["留言编号", "留言主题", "留言详情"]
    files.take(kernel, "人民网", xlsx(tmp_path / "d.xlsx", [["4", "x", "第四件"]], plain), [])
    assert {row.content for row in found(kernel)} == {"第一件", "第二件", "第三件", "第四件"}
    kept = {"/".join(each["headings"]): each for each in administrator.get("/v1/boards").json()}
    assert {name: (each["guessed"], each["version"]) for name, each in kept.items()} == {
        "/".join(plain): (True, 1),
        "/".join(OTHER): (False, 1),
        "/".join(ODD): (False, 1),
    }
    assert kept["/".join(ODD)]["changed_by"] == administrator.account.name


def test_a_guess_never_takes_the_place_of_what_somebody_said(
    administrator: Api, kernel: Kernel, tmp_path: Path
) -> None:
    headings = ["留言编号", "留言主题", "留言详情"]
    assert save(administrator, headings, {"source_id": "留言编号", "content": "留言主题"}).status_code == 200
    files.take(kernel, "人民网", xlsx(tmp_path / "a.xlsx", [["1", "主题", "详情"]], headings), [])
    assert [row.content for row in found(kernel)] == ["主题"]
    # Without it the guess stands again; the message is the same all the same, but says something else.
    kept = administrator.get("/v1/boards").json()[0]
    administrator.post(f"/v1/boards/人民网/mappings/{kept['id']}/forget", version=kept["version"])
    outcome, _report = files.take(kernel, "人民网", tmp_path / "a.xlsx", [])
    assert (outcome.imported, outcome.rejected) == (0, 1)
    # A guess by which nothing could be taken is not remembered.
    assert administrator.get("/v1/boards").json() == []


def test_a_message_stays_known_when_a_mapping_names_more_of_it(
    administrator: Api, kernel: Kernel, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "a.xlsx", [["1", "第一件", "甲"]], ODD)
    save(administrator, ODD, {"source_id": "序", "content": "说了什么"})
    files.take(kernel, "人民网", file, [])
    assert save(administrator, ODD, ODD_COLUMNS, version=1).json()["version"] == 2
    outcome, report = files.take(kernel, "人民网", file, [])
    assert (outcome.known, outcome.rejected, report) == (1, 0, None)


def test_a_file_that_no_mapping_fits_waits_is_told_and_is_taken_when_one_does(
    administrator: Api, sign_in: SignIn, kernel: Kernel, board: Path
) -> None:
    agent = sign_in(Role.AGENT)
    for name in ("王女士.xlsx", "b.xlsx"):
        xlsx(board / "in" / name, [[name[0], "路灯坏了", "甲"]], ODD)
    seen = files.look(kernel, board, files.look(kernel, board, {}))
    seen = files.look(kernel, board, seen)
    assert sorted(file.name for file in (board / "aside").iterdir()) == ["b.xlsx", "王女士.xlsx"]
    assert not (board / "failed").exists()
    waiting = administrator.get("/v1/boards/aside").json()
    assert [(each["board"], each["name"], each["headings"]) for each in waiting] == [
        ("人民网", "b.xlsx", ODD),
        ("人民网", "王女士.xlsx", ODD),
    ]
    state = {each.channel: each for each in kernel.read(settings.every)}[Channel.BOARD]
    assert state.aside == 2
    # Once, to who can do something about it, and without the file's name.
    told = kernel.read(lambda tx: tx.connection.execute(select(notices)).all())
    assert [(row.account_id, row.code) for row in told] == [(administrator.account.id, "board_files")]
    assert "王女士" not in told[0].values
    assert agent.get("/v1/boards/aside").status_code == 403
    seen = files.look(kernel, board, seen)
    assert len(kernel.read(lambda tx: tx.connection.execute(select(notices)).all())) == 1
    assert save(administrator, ODD, ODD_COLUMNS).status_code == 200
    for _ in range(2):
        seen = files.look(kernel, board, seen)
    assert [row.content for row in found(kernel)] == ["路灯坏了", "路灯坏了"]
    assert administrator.get("/v1/boards/aside").json() == []
    assert list((board / "aside").iterdir()) == []


def test_a_waiting_file_that_somebody_takes_away_waits_no_more(administrator: Api, kernel: Kernel, board: Path) -> None:
    xlsx(board / "in" / "a.xlsx", [["1", "x", "y"]], ODD)
    look_twice(kernel, board)
    # Somebody puts one there by hand, and it is no table at all.
    (board / "aside" / "b.csv").write_bytes(b"\xff\xff\xff\x00\x81")
    files.look(kernel, board, {})
    assert [each["name"] for each in administrator.get("/v1/boards/aside").json()] == ["a.xlsx", "b.csv"]
    (board / "aside" / "a.xlsx").unlink()
    files.look(kernel, board, {})
    assert [each["name"] for each in administrator.get("/v1/boards/aside").json()] == ["b.csv"]


def test_what_a_mapping_must_say(administrator: Api) -> None:
    def refused(columns: dict[str, str]) -> dict[str, str]:
        answer = save(administrator, ODD, columns)
        assert answer.status_code == 422
        return {each["field"]: each["code"] for each in answer.json()["fields"]}

    assert refused({}) == {"columns.source_id": "required", "columns.content": "required"}
    assert refused({"source_id": "序", "content": "不在表里"}) == {"columns.content": "not_a_choice"}
    assert refused({"source_id": "序", "content": "序"}) == {"columns.content": "column_twice"}
    assert save(administrator, ODD, {"source_id": "序", "nonsense": "谁"}).status_code == 422
    assert administrator.get("/v1/boards").json() == []


def test_who_was_faster_is_not_overwritten(administrator: Api, sign_in: SignIn, kernel: Kernel) -> None:
    other = sign_in(Role.ADMINISTRATOR)
    first = save(administrator, ODD, ODD_COLUMNS).json()
    # Whoever begins anew for the same headings, in whatever order, meets it.
    late = save(other, ODD[::-1], {"source_id": "序", "content": "谁"})
    assert (late.status_code, late.json()["current"]["columns"]) == (412, ODD_COLUMNS)
    assert save(other, ODD, {"source_id": "序", "content": "谁"}, version=1).json()["version"] == 2
    forget = f"/v1/boards/人民网/mappings/{first['id']}/forget"
    assert administrator.post(forget, version=1).status_code == 412
    assert administrator.post(forget, version=2).json() == []
    assert administrator.post(forget).status_code == 428
    # Each is written down: who, when, and which columns.
    looks = kernel.read(
        lambda tx: tx.connection.execute(select(access_log).where(access_log.c.what == "board_mapping")).all()
    )
    assert [(row.account_id, row.why.split(": ")[1]) for row in looks] == [
        (administrator.account.id, "saved"),
        (other.account.id, "saved"),
        (administrator.account.id, "forgotten"),
    ]
    assert "content ← 说了什么" in looks[0].why


def test_only_who_sets_up_channels_may(sign_in: SignIn) -> None:
    lead = sign_in(Role.LEAD, Role.SUPERVISOR, Role.DISPATCHER)
    assert save(lead, ODD, ODD_COLUMNS).status_code == 403
    assert lead.get("/v1/boards").status_code == 403


def test_a_csv_of_gb18030_waits_and_is_recognised_too(administrator: Api, kernel: Kernel, board: Path) -> None:
    save(administrator, ODD, ODD_COLUMNS)
    table(board / "in" / "a.csv", [["1", "路灯坏了", "甲"]], ODD)
    look_twice(kernel, board)
    assert [row.content for row in found(kernel)] == ["路灯坏了"]
