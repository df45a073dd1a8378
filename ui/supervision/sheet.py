"""The weekly sheet of leaders' instructions, as PDF or as a workbook: what is open, what was entered, what was solved."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path

from services.contracts.followups import Instruction
from services.spreadsheet import write_table
from services.tasks import Progress
from ui import moments
from ui.language import translate
from ui.lifecycle_words import status_words
from ui.pdf import write_pdf


def write_sheet(
    file: Path,
    monday: date,
    instructions: Sequence[Instruction],
    unit_name: Callable[[str], str],
    now: datetime,
    progress: Progress,
) -> int:
    """Writes the sheet, ``.xlsx`` as a workbook and all else as PDF.

    It runs off the GUI thread (a text document belongs to the thread that made it).

    Returns:
        How many instructions stand on it.

    Raises:
        AppError: ``storage_full``, or ``conflict`` where the file cannot be written.
    """
    if file.suffix.lower() == ".xlsx":
        rows = [_cells(number, each, unit_name, "%Y-%m-%d %H:%M") for number, each in enumerate(instructions, 1)]
        return write_table(file, titles(), rows, progress, f"{monday:%Y-%m-%d} – {_sunday(monday):%Y-%m-%d}")
    progress.report(0, 1)
    title = translate("Supervision", "Weekly sheet of leaders' instructions")
    write_pdf(file, page(monday, instructions, unit_name, now), title, landscape=True)
    progress.report(1, 1)
    return len(instructions)


def page(monday: date, instructions: Sequence[Instruction], unit_name: Callable[[str], str], now: datetime) -> str:
    """Returns the sheet as HTML."""
    sunday = _sunday(monday)
    ended = [each for each in instructions if each.ended_at is not None]
    late = sum(each.overdue for each in instructions)
    head = "".join(f"<th align='left'>{escape(title)}</th>" for title in titles())
    rows = "".join(_row(number, each, unit_name) for number, each in enumerate(instructions, 1))
    counted = translate(
        "Supervision", "Open {open}, overdue {late}, ended {ended}, solved {solved}, satisfied {satisfied}"
    )
    sums = counted.format(
        open=len(instructions) - len(ended),
        late=late,
        ended=len(ended),
        solved=sum(each.solved for each in ended),
        satisfied=sum(each.satisfied for each in ended),
    )
    written = translate("Supervision", "As of {moment}").format(moment=f"{moments.local(now):%Y-%m-%d %H:%M}")
    title = translate("Supervision", "Weekly sheet of leaders' instructions")
    return (
        f"<h2 align='center'>{escape(title)}</h2>"
        f"<p align='center'>{monday:%Y-%m-%d} – {sunday:%Y-%m-%d} · {escape(written)}</p>"
        f"<p>{escape(sums)}</p>"
        f"<table width='100%' border='1' style='border-collapse:collapse; border-style:solid' cellpadding='4'><tr>{head}</tr>{rows}</table>"
    )


def titles() -> list[str]:
    """Returns what the columns are called."""
    return [
        translate("Supervision", "No."),
        translate("Supervision", "Document"),
        translate("Supervision", "Leader"),
        translate("Supervision", "Instruction"),
        translate("Supervision", "Ticket"),
        translate("Supervision", "Unit"),
        translate("Supervision", "Deadline"),
        translate("Supervision", "State"),
    ]


def _row(number: int, each: Instruction, unit_name: Callable[[str], str]) -> str:
    return f"<tr>{''.join(f'<td>{_lines(cell)}</td>' for cell in _cells(number, each, unit_name, '%m-%d %H:%M'))}</tr>"


def _lines(cell: str) -> str:
    return escape(cell).replace("\n", "<br>")


def _cells(number: int, each: Instruction, unit_name: Callable[[str], str], moment: str) -> list[str]:
    return [
        str(number),
        "\n".join(word for word in (each.document, *(file.name for file in each.attachments)) if word),
        each.leader,
        each.text,
        f"{each.number} {each.title}",
        unit_name(each.unit),
        moments.local(each.deadline).strftime(moment),
        state_words(each),
    ]


def _sunday(monday: date) -> date:
    return monday + timedelta(days=6)


def state_words(each: Instruction) -> str:
    """Returns how far an instruction has come."""
    if each.ended_at is None:
        words = status_words(each.status.value)
        return translate("Supervision", "{state}, overdue").format(state=words) if each.overdue else words
    if not each.solved:
        return translate("Supervision", "Ended, not solved")
    return (
        translate("Supervision", "Solved, satisfied")
        if each.satisfied
        else translate("Supervision", "Solved, not satisfied")
    )
