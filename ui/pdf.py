"""Writes a page of HTML as PDF."""

import errno
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
    QTextOption,
)

from services.errors import AppError

_RESOLUTION = 150
_MM = QPageLayout.Unit.Millimeter
_MARGIN = 15
_POINTS = 9.5
_FOOT = 9
"""Millimetres."""
_ANYWHERE = QTextOption()
_ANYWHERE.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


def write_pdf(file: Path, html: str, title: str, *, landscape: bool = False) -> None:
    """Writes A4 pages, each with the title and its number at its foot; may run off the GUI thread.

    A text document belongs to the thread that made it.

    Raises:
        AppError: ``storage_full``, or ``conflict`` where the file cannot be written.
    """
    document = QTextDocument()
    # An address of hundreds of characters without a space would run out of the page.
    document.setDefaultTextOption(_ANYWHERE)
    # The program's letters are counted in pixels of the screen, which say nothing on paper.
    letters = document.defaultFont()
    letters.setPointSizeF(_POINTS)
    document.setDefaultFont(letters)
    document.setHtml(html)
    # Into memory first: a disk that is full or a folder that is gone then has its own error, and leaves no half a file.
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(content)
    writer.setResolution(_RESOLUTION)
    writer.setTitle(title)
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, margins, _MM))
    _paint(document, writer, title)
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


def _paint(document: QTextDocument, writer: QPdfWriter, title: str) -> None:
    """Paints page by page: a sheet that got apart from the others still says what it belongs to."""
    layout = document.documentLayout()
    layout.setPaintDevice(writer)
    area = writer.pageLayout().paintRectPixels(_RESOLUTION)
    foot = _RESOLUTION * _FOOT / 25.4
    width, height = float(area.width()), area.height() - foot
    document.setDocumentMargin(0)
    document.setPageSize(QSizeF(width, height))
    count = document.pageCount()
    # Paper is white in a dark window too.
    on_paper = QPalette()
    on_paper.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    painter = QPainter(writer)
    painter.setFont(document.defaultFont())
    for page in range(count):
        if page:
            writer.newPage()
        shown = QAbstractTextDocumentLayout.PaintContext()
        shown.palette = on_paper
        shown.clip = QRectF(0, page * height, width, height)
        painter.save()
        painter.translate(0, -page * height)
        painter.setClipRect(shown.clip)
        layout.draw(painter, shown)
        painter.restore()
        ends = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.drawText(QRectF(0, height, width, foot), ends, f"{title} · {page + 1} / {count}")
    painter.end()
