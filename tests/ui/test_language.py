import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from services.errors import AppError, InvalidFields
from ui.compiled_translations import compiled
from ui.language import Language, translate
from ui.problems import field_words, problem_words

SOURCE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN"><context><name>T</name>
<message><source>Answer</source><translation>接听</translation></message>
</context></TS>
"""


def test_switching_changes_texts_and_qts_own(chinese: Language) -> None:
    assert translate("Shell", "Knowledge") == "知识库"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    assert QLocale().name() == "zh_CN"
    told: list[str] = []
    chinese.language_changed.connect(told.append)
    chinese.switch("en")
    chinese.switch("en")
    assert translate("Shell", "Knowledge") == "Knowledge"
    assert told == ["en"]
    assert chinese.short == "en"
    chinese.switch("zh_CN")
    assert translate("Shell", "Knowledge") == "知识库"


def test_unknown_language_is_chinese(chinese: Language) -> None:
    chinese.switch("fr")
    assert chinese.current == "zh_CN"


def test_compiles_what_is_missing_or_older(tmp_path: Path) -> None:
    source = tmp_path / "t_zh_CN.ts"
    source.write_text(SOURCE, "utf-8")
    (target,) = compiled(tmp_path)
    first = target.stat().st_mtime_ns
    compiled(tmp_path)
    assert target.stat().st_mtime_ns == first
    os.utime(target, (1, 1))
    compiled(tmp_path)
    assert target.stat().st_mtime_ns > 1_000_000_000_000


def test_broken_translation_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a_zh_CN.ts").write_text("not a translation", "utf-8")
    (tmp_path / "b_zh_CN.ts").write_text(SOURCE, "utf-8")
    assert [file.name for file in compiled(tmp_path)] == ["b_zh_CN.qm"]


def test_problems_are_told_in_the_language_that_is_on(qapp: QApplication, chinese: Language) -> None:
    error = InvalidFields({"title": ("too_long", {"limit": 120})})
    assert field_words(error) == {"title": "内容过长，最多 120 个字。"}
    assert problem_words(AppError("server_busy")).startswith("服务器繁忙")
    chinese.switch("en")
    assert field_words(error) == {"title": "Too long: at most 120 characters."}
    assert "ValueError" in problem_words(ValueError("a citizen's number 13800000000"))
    assert "138" not in problem_words(ValueError("13800000000"))
