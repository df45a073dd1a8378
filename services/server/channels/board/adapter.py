"""Message boards as a channel."""

import os
from pathlib import Path
from typing import Literal

from fastapi import APIRouter
from pydantic import Field, field_validator

from services.contracts.channels import Channel
from services.server.channels.background.worker import Worker
from services.server.channels.board import files, repository
from services.server.channels.board.endpoints import UPLOADS, router
from services.server.channels.protocol import ChannelSettings, Configured, PullChannel
from services.server.kernel import Kernel
from services.server.transaction import Transaction


class BoardSettings(ChannelSettings):
    """Where boards' files come and go.

    Attributes:
        folder: on the server, with a folder for each board; empty for ``boards`` in its data folder.
        every_seconds: how often it is looked into.
        export_minutes: replies are written into a file at most so often.
    """

    folder: str = Field(default="", max_length=500)
    every_seconds: int = Field(default=30, ge=1, le=3_600)
    export_minutes: int = Field(default=60, ge=0, le=10_080)
    export_as: Literal["xlsx", "csv"] = "xlsx"

    @field_validator("folder")
    @classmethod
    def _is_whole(cls, value: str) -> str:
        if value and not Path(value).is_absolute():
            raise ValueError("not a whole path")
        return value


class Board(PullChannel):
    """Messages come in files; replies go back in files, which somebody uploads."""

    channel = Channel.BOARD
    label = "留言板"
    settings = BoardSettings
    router: APIRouter = router
    uploads = UPLOADS

    def check(self, kernel: Kernel, configured: Configured) -> dict[str, str]:
        """Looks whether files can be taken from the folder and put there."""
        folder = files.folder_of(kernel, configured)
        if not folder.is_dir():
            return {"folder": "no such folder"}
        return {"folder": "" if os.access(folder, os.R_OK | os.W_OK | os.X_OK) else "not allowed"}

    def aside(self, tx: Transaction) -> int:
        """Counts the files that wait until somebody says what their columns are."""
        return repository.count_aside(tx.connection)

    def install(self, kernel: Kernel) -> None:
        """Watches the folder beside the requests."""
        kernel.background.append(Worker(kernel, Channel.BOARD, files.session).beside)


ADAPTER = Board()
