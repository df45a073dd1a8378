"""Exporting a table: asks where to, writes in the background with progress and cancel, says when it is done."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from services.spreadsheet import write_table
from services.tasks import Tasks
from ui.language import translate
from ui.page import Notices
from widgets.remember import Remember
from widgets.table.snapshot import TableSnapshot
from widgets.theme import Tone

ChooseFile = Callable[[str], Path | None]
"""Asks the person for a file, given a suggested name."""

_FOLDER = "export.folder"
_NOT_IN_A_FILE_NAME = re.compile(r"[^\w -]+")


class Exporter:
    """Writes tables to files. Errors go the one error route of ``tasks``."""

    def __init__(self, tasks: Tasks, notices: Notices, choose: ChooseFile) -> None:
        self._tasks = tasks
        self._notices = notices
        self._choose = choose

    def __call__(self, snapshot: TableSnapshot) -> None:
        """Asks where to and writes."""
        name = _NOT_IN_A_FILE_NAME.sub(" ", snapshot.name).strip()
        file = self._choose(f"{name}.xlsx")
        if file is None:
            return
        self._tasks.start(
            lambda progress: write_table(file, snapshot.titles, snapshot.rows, progress, snapshot.name),
            done=lambda count: self._notices.say(
                translate("Shell", "Exported to {file}, rows: {count}").format(file=file.name, count=count), Tone.GOOD
            ),
            title=translate("Shell", "Exporting {what}").format(what=snapshot.name),
        )


def file_chooser(parent: QWidget, remember: Remember) -> ChooseFile:
    """Returns a way to ask with Qt's file dialog; it starts where the last export went."""

    def choose(suggested: str) -> Path | None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(remember.get(_FOLDER) or documents)
        chosen, kind = QFileDialog.getSaveFileName(
            parent,
            translate("Shell", "Export"),
            str(folder / suggested),
            translate("Shell", "Excel workbook (*.xlsx);;CSV for every program (*.csv)"),
        )
        if not chosen:
            return None
        file = Path(chosen)
        if file.suffix.lower() not in (".xlsx", ".csv"):
            file = file.with_name(f"{file.name}{'.csv' if 'csv' in kind else '.xlsx'}")
        remember.put(_FOLDER, str(file.parent))
        return file

    return choose
