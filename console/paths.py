"""Where this program keeps its files."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs


@dataclass(frozen=True)
class Paths:
    """Folders of one person on this machine; they are made when something is first written."""

    settings: Path
    """The settings file."""
    data: Path
    """The embedded API's database, recordings, the local stores."""
    logs: Path
    """Logs and crash files."""

    @property
    def database(self) -> Path:
        """The embedded API's database."""
        return self.data / "tongfu.db"


def find_paths(folder: Path | None = None) -> Paths:
    """Returns the folders: all under ``folder`` or ``TONGFU_HOME`` where given, else the system's usual ones."""
    home = folder or (Path(os.environ["TONGFU_HOME"]) if os.environ.get("TONGFU_HOME") else None)
    if home is not None:
        home = home.absolute()
        return Paths(home / "settings.json", home / "data", home / "logs")
    system = PlatformDirs("tongfu", appauthor=False)
    return Paths(system.user_config_path / "settings.json", system.user_data_path, system.user_log_path)
