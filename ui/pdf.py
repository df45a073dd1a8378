"""Writes a page of HTML as PDF."""

import errno
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from services.errors import AppError

_RESOLUTION = 150
_MARGIN = 15


def write_pdf(file: Path, html: str, title: str, *, landscape: bool = False) -> None:
    """Writes A4 pages; may run off the GUI thread (a text document belongs to the thread that made it).

    Raises:
        AppError: ``storage_full``, or ``conflict`` where the file cannot be written.
    """
    document = QTextDocument()
    document.setHtml(html)
    # Into memory first: a disk that is full or a folder that is gone then has its own error, and leaves no half a file.
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(content)
    writer.setResolution(_RESOLUTION)
    writer.setTitle(title)
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, margins))
    document.print_(writer)
    del writer
    fresh = file.with_name(f".{file.name}.part")
    try:
        fresh.write_bytes(content.data().data())
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        if error.errno == errno.ENOSPC:
            raise AppError("storage_full", status=507) from error
        raise AppError("conflict", details={"why": str(error.strerror)}) from error
