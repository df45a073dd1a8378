"""Settings of one person on this machine: typed, declared once, upgraded by numbered steps."""

import contextlib
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

log = logging.getLogger(__name__)


class Settings(BaseModel):
    """What a person chose. A value that is broken falls back to its default with a warning, never a crash."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: str = "zh_CN"
    theme: str = "light"
    large_text: bool = False
    sounds: bool = True
    server: str = ""
    """Address of the API; empty for the embedded one."""
    last_username: str = ""
    arrangement: dict[str, str] = {}
    """Columns, widths, splitters, by key."""

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        if value not in ("zh_CN", "en"):
            raise ValueError("unknown language")
        return value

    @field_validator("theme")
    @classmethod
    def _known_theme(cls, value: str) -> str:
        if value not in ("light", "dark"):
            raise ValueError("unknown theme")
        return value

    @field_validator("server")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("not a web address")
        return value.rstrip("/")


def _name_the_theme(values: dict[str, Any]) -> dict[str, Any]:
    """Step 1: ``dark: true`` became ``theme: "dark"`` when large text was added as a choice of its own."""
    if "dark" in values:
        values["theme"] = "dark" if values.pop("dark") else "light"
    return values


STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (_name_the_theme,)
"""Step n brings a file of version n-1 to version n; files say their version."""


class SettingsFile:
    """The settings and the file they live in. Belongs to the GUI thread.

    Also what widgets remember by (:class:`widgets.remember.Remember`) and what windows read as preferences.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values = load(file)

    @property
    def values(self) -> Settings:
        """The present settings."""
        return self._values

    @property
    def language(self) -> str:
        """``zh_CN`` or ``en``."""
        return self._values.language

    @property
    def theme(self) -> str:
        """``light`` or ``dark``."""
        return self._values.theme

    @property
    def large_text(self) -> bool:
        """Whether text and controls are large."""
        return self._values.large_text

    @property
    def sounds(self) -> bool:
        """Whether a ringing call is heard."""
        return self._values.sounds

    @property
    def server(self) -> str:
        """Address of the API; empty for the embedded one."""
        return self._values.server

    def change(self, **values: Any) -> None:
        """Changes settings by name and writes them; a disk that is full costs the setting and not the program.

        Raises:
            ValidationError: a value is not one of its kind.
        """
        self._values = Settings.model_validate(self._values.model_dump() | values)
        try:
            save(self._file, self._values)
        except OSError as error:
            log.warning("settings could not be written: %s", error.strerror)

    def override(self, **values: Any) -> None:
        """Changes settings for this run only: what the command line says."""
        self._values = Settings.model_validate(self._values.model_dump() | values)

    def get(self, key: str) -> str | None:
        """Returns what a widget remembered."""
        return self._values.arrangement.get(key)

    def put(self, key: str, value: str) -> None:
        """Remembers something for a widget."""
        if self._values.arrangement.get(key) != value:
            self.change(arrangement=self._values.arrangement | {key: value})


def load(file: Path) -> Settings:
    """Reads settings; whatever is missing, unknown or broken falls back to its default with a warning."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(values, dict):
            raise TypeError("not an object")
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, TypeError) as error:
        log.warning("settings are not readable, defaults are used: %s", type(error).__name__)
        return Settings()
    version = values.pop("version", 0)
    for step in STEPS[version if isinstance(version, int) and version >= 0 else 0 :]:
        values = step(values)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        wrong = {str(item["loc"][0]) for item in error.errors()}
        log.warning("settings fall back to their defaults: %s", ", ".join(sorted(wrong)))
        with contextlib.suppress(ValidationError):
            return Settings.model_validate({k: v for k, v in values.items() if k not in wrong})
        return Settings()


def save(file: Path, settings: Settings) -> None:
    """Writes settings so that a crash leaves either the old file or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    body = {"version": len(STEPS), **settings.model_dump()}
    with fresh.open("w", encoding="utf-8") as stream:
        json.dump(body, stream, ensure_ascii=False, indent=2)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
