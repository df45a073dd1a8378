"""How boards' files are read: what is remembered, files that wait, and one mapping as it is typed, which outlives the program."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from uuid_utils import uuid7

from services.contracts.channels import BoardAside, BoardFile, BoardMapping, BoardPreview, BoardTrial
from services.contracts.common import Typed
from services.errors import AppError, StaleVersion
from services.tasks import Progress
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from widgets.theme import Tone

Row = dict[str, Any]
_DRAFT = "settings.boards"
_NOBODY = "-"
"""The board's name while none is typed: a file can be looked at all the same."""
_LATER_MS = 300


class BoardsPresenter(Presenter):
    """Of a file only headings and what is said of them go into the journal: its rows are citizens' words."""

    lists_changed = Signal()
    """``mappings`` or ``waiting`` are others."""
    form_changed = Signal()
    """What is typed, what is wrong in it, or whether anything is typed at all."""
    preview_changed = Signal()
    saved = Signal()

    def __init__(self, container: Container, parent: QObject | None = None) -> None:
        super().__init__(container.tasks, parent)
        self._container = container
        self._channels = container.administration.channels
        self.mappings: list[BoardMapping] = []
        self.waiting: list[BoardAside] = []
        self.draft: Row | None = None
        """``board``, ``version``, ``headings``, ``columns`` (field → heading), ``file`` (may be empty)."""
        self.preview: BoardPreview | None = None
        self.errors: dict[str, str] = {}
        self.problem = ""
        self.preview_problem = ""
        self.list_problem = ""
        self.is_saving = self.is_reading = self.is_overtaken = False
        self._was_restored = False
        self._asked: object = None
        """Tells the newest preview."""
        self._soon = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._soon.timeout.connect(self.look)

    # -- what there is

    @property
    def boards(self) -> list[str]:
        """The boards that are known by name."""
        return sorted({each.board for each in self.mappings} | {each.board for each in self.waiting})

    @property
    def kept(self) -> BoardMapping | None:
        """What is remembered for the headings of what is typed."""
        return self._kept_of(self.draft["board"], self.draft["headings"]) if self.draft is not None else None

    @property
    def is_new(self) -> bool:
        """Whether nothing was remembered for these headings when it was begun."""
        return self.draft is not None and not self.draft["version"]

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not kept."""
        draft, kept = self.draft, self.kept
        return draft is not None and (kept is None or kept.guessed or kept.columns != draft["columns"])

    def load(self) -> None:
        """Asks for what is remembered and what waits, and brings back what was being typed."""
        if not self._was_restored:
            self._was_restored = True
            drafts = self._container.drafts.open_drafts(_DRAFT)
            if drafts:
                self.draft = dict(drafts[0].fields)
                self.form_changed.emit()
                self.look()
        self.work(
            lambda _progress: (self._channels.boards(), self._channels.boards_aside()),
            done=lambda found: self._on_read(*found),
        )

    # -- what is typed

    def begin_with_file(self, path: Path, board: str = "") -> None:
        """Sends a file and opens what is remembered, or guessed, for its headings."""
        key = f"board-file-{uuid7()}"

        def read(progress: Progress) -> tuple[Row, BoardPreview]:
            file = self._sent(path, key, progress)
            return file, self._channels.preview_board(board or _NOBODY, BoardTrial(file=BoardFile(**file)))

        self._read(read, board)

    def begin_with_waiting(self, file: BoardAside) -> None:
        """Opens the guess for a file that waits in the watched folder."""
        asked = {"name": file.name, "digest": ""}
        trial = BoardTrial(file=BoardFile(name=file.name))
        self._read(lambda _progress: (asked, self._channels.preview_board(file.board, trial)), file.board)

    def begin_with(self, mapping: BoardMapping) -> None:
        """Opens what is remembered; a file to look at can be added."""
        self._open(mapping.board, mapping.version, mapping.headings, dict(mapping.columns), {})

    def add_file(self, path: Path) -> None:
        """Sends a file to try what is typed with."""
        key = f"board-file-{uuid7()}"
        self.preview_problem = ""
        self.work(
            lambda progress: self._sent(path, key, progress),
            done=self._on_file_added,
            failed=self._on_look_failed,
        )

    def edit(self, board: str, columns: dict[str, str]) -> None:
        """Keeps what is typed, and looks again a moment later at what would be made by it."""
        draft = self.draft
        if draft is None or self.is_saving:
            return
        columns = {field: heading for field, heading in columns.items() if heading}
        if (board, columns) == (draft["board"], draft["columns"]):
            return
        version = draft["version"]
        if board != draft["board"]:
            # Of another board something else is remembered, which is what is changed then.
            kept = self._kept_of(board, draft["headings"])
            version = kept.version if kept is not None else 0
            self.is_overtaken = False
        self.errors = {name: words for name, words in self.errors.items() if columns == draft["columns"]}
        self.problem = ""
        self._type({**draft, "board": board, "columns": columns, "version": version})
        self._soon.start()

    def give_up(self) -> None:
        """Throws what is typed away."""
        self._soon.stop()
        self._container.drafts.close(_DRAFT)
        self.draft, self.preview, self._asked = None, None, None
        self.errors, self.problem, self.preview_problem, self.is_overtaken = {}, "", "", False
        self.form_changed.emit()
        self.preview_changed.emit()

    def put_over(self) -> None:
        """Goes on from what somebody else has kept meanwhile; what is typed here stays."""
        if self.draft is not None:
            kept = self.kept
            self.is_overtaken, self.problem = False, ""
            self._type({**self.draft, "version": kept.version if kept is not None else 0})

    def save(self) -> None:
        """Keeps what is typed."""
        draft = self.draft
        if draft is None or self.is_saving or self.is_overtaken:
            return
        if not draft["board"].strip():
            self.errors = {"board": translate("Settings", "Which board is it? It is called as its folder is.")}
            self.form_changed.emit()
            return
        self.is_saving, self.errors, self.problem = True, {}, ""
        self.form_changed.emit()
        said = {"headings": draft["headings"], "columns": draft["columns"]}
        board, version, key = draft["board"], draft["version"], f"board-{uuid7()}"
        self.work(
            lambda _progress: self._channels.put_board(board, Typed(said), version, key),
            done=self._on_saved,
            failed=self._on_refused,
        )

    def forget(self, mapping: BoardMapping) -> None:
        """Forgets how files with some headings are read."""
        key = f"forget-{uuid7()}"
        self.list_problem = ""
        self.work(
            lambda _progress: self._channels.forget_board(mapping, key),
            done=lambda found: self._on_read(found, self.waiting),
            failed=self._on_forget_refused,
        )

    def look(self) -> None:
        """Asks what would be made of the file by what is typed."""
        draft = self.draft
        if draft is None or not draft["file"]:
            return
        asked = self._asked = object()
        trial = BoardTrial(file=BoardFile(**draft["file"]), columns=draft["columns"])
        board = draft["board"].strip() or _NOBODY

        def done(found: BoardPreview) -> None:
            # What was asked before the last key was pressed says nothing any more.
            if self._asked is asked:
                self._on_looked(found)

        def failed(error: Exception) -> None:
            if self._asked is asked:
                self._on_look_failed(error)

        self.work(lambda _progress: self._channels.preview_board(board, trial), done=done, failed=failed)

    # -- answers

    def _kept_of(self, board: str, headings: list[str]) -> BoardMapping | None:
        """Returns what is remembered of a board for a set of headings."""
        same = set(headings)
        return next((each for each in self.mappings if each.board == board and set(each.headings) == same), None)

    def _sent(self, path: Path, key: str, progress: Progress) -> Row:
        if not path.stat().st_size:
            raise AppError("bad_table", details={"why": path.name})
        stored = self._channels.send_board_file(path, key, progress)
        return {"name": stored.name, "digest": stored.digest}

    def _read(self, read: Any, board: str) -> None:
        self.is_reading, self.list_problem = True, ""
        self.lists_changed.emit()

        def done(found: tuple[Row, BoardPreview]) -> None:
            file, preview = found
            self.is_reading = False
            headings = list(dict.fromkeys(filter(None, preview.headings)))
            version = preview.mapping.version if preview.mapping is not None else 0
            self._open(board, version, headings, dict(preview.columns), file)
            self._on_looked(preview)
            self.lists_changed.emit()

        self.work(read, done=done, failed=self._on_list_refused)

    def _open(self, board: str, version: int, headings: list[str], columns: dict[str, str], file: Row) -> None:
        self.preview, self._asked = None, None
        self.errors, self.problem, self.preview_problem, self.is_overtaken = {}, "", "", False
        self._type(
            {"board": board, "version": version, "headings": list(headings), "columns": columns, "file": dict(file)}
        )
        self.preview_changed.emit()

    def _type(self, draft: Row) -> None:
        self.draft = draft
        self._container.drafts.write(_DRAFT, _DRAFT, dict(draft))
        self.form_changed.emit()

    def _on_file_added(self, file: Row) -> None:
        if self.draft is not None:
            self._type({**self.draft, "file": file})
            self.look()

    def _on_looked(self, found: BoardPreview) -> None:
        draft = self.draft
        if draft is None:
            return
        self.preview_problem = ""
        if set(filter(None, found.headings)) != set(draft["headings"]):
            # Another kind of file: it has, or gets, a mapping of its own.
            words = translate("Settings", "This file has other headings. It needs a mapping of its own: begin with it.")
            self.preview, self.preview_problem = None, words
            self._type({**draft, "file": {}})
        else:
            self.preview = found
        self.preview_changed.emit()

    def _on_look_failed(self, error: Exception) -> None:
        self.preview, self.preview_problem = None, problem_words(error)
        self.preview_changed.emit()

    def _on_read(self, mappings: list[BoardMapping], waiting: list[BoardAside]) -> None:
        self.mappings, self.waiting = mappings, waiting
        draft, kept = self.draft, self.kept
        if draft is not None and not self.is_saving:
            self.is_overtaken = draft["version"] != (kept.version if kept is not None else 0)
        self.lists_changed.emit()
        self.form_changed.emit()

    def _on_saved(self, mapping: BoardMapping) -> None:
        self.is_saving = False
        self.mappings = [*(m for m in self.mappings if (m.board, m.id) != (mapping.board, mapping.id)), mapping]
        self.give_up()
        words = translate("Settings", "The columns of {board} are kept. Files that wait for them are taken soon.")
        self.notice_stated.emit(words.format(board=mapping.board), str(Tone.GOOD))
        self.saved.emit()

    def _on_refused(self, error: Exception) -> None:
        self.is_saving = False
        self.problem = problem_words(error)
        self.errors = {name.removeprefix("columns."): words for name, words in field_words(error).items()}
        if isinstance(error, StaleVersion):
            # What they have kept is read first: only then can anything be put over it.
            self.problem = ""
            self.load()
        self.form_changed.emit()

    def _on_list_refused(self, error: Exception) -> None:
        self.is_reading = False
        self.list_problem = problem_words(error)
        self.lists_changed.emit()

    def _on_forget_refused(self, error: Exception) -> None:
        if isinstance(error, StaleVersion):
            # What somebody else did is shown; whoever still wants it gone presses once more.
            self.load()
        self._on_list_refused(error)
