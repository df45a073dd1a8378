from pathlib import Path

from services.server.kernel import Kernel
from services.server.knowledge.tables import article_versions, articles
from tests.services.server.importing.conftest import Run, write_csv
from tests.services.server.importing.test_tickets import rejected

HEADINGS = ["知识标题", "分类", "责任单位", "关键词", "标准答复", "知识内容"]


def versions(kernel: Kernel) -> list[tuple[str, int]]:
    with kernel.database.read() as connection:
        rows = connection.execute(articles.select().order_by(articles.c.title))
        return [(row.title, row.version) for row in rows]


def test_articles_come_in_once_and_changed_ones_as_versions(run: Run, kernel: Kernel, tmp_path: Path) -> None:
    rows = [
        ["A 停车", "停车", "区公安分局", "停车；车位,泊位", "可以这样答", "# 步骤"],
        ["B 噪音", "噪音", "", "", "", "正文"],
    ]
    file = write_csv(tmp_path / "k.csv", [HEADINGS, *rows])
    assert run("knowledge", file) == 0
    assert run("knowledge", file) == 0
    assert versions(kernel) == [("A 停车", 1), ("B 噪音", 1)]
    with kernel.database.read() as connection:
        content = connection.execute(article_versions.select().order_by(article_versions.c.content)).first()
    assert content is not None
    assert '"keywords":["停车","车位","泊位"]' in content.content
    assert '"category":"0602"' in content.content
    rows[1][5] = "新的正文"
    assert run("knowledge", write_csv(tmp_path / "k.csv", [HEADINGS, *rows])) == 0
    assert versions(kernel) == [("A 停车", 1), ("B 噪音", 2)]


def test_articles_that_say_nothing_are_reported(run: Run, kernel: Kernel, tmp_path: Path) -> None:
    rows = [["", "", "", "", "答", ""], ["空", "", "", "", "", ""], ["长" * 121, "", "", "", "答", ""]]
    rows += [
        ["同名", "", "", "", "一", ""],
        ["同名", "", "", "", "二", ""],
        ["多", "", "", ",".join("abc" * 20), "答", ""],
    ]
    file = write_csv(tmp_path / "k.csv", [HEADINGS, *rows])
    assert run("knowledge", file) == 0
    assert versions(kernel) == [("同名", 1)]
    assert [row[0] for row in rejected(file)[1:]] == ["2", "3", "4", "6", "7"]
