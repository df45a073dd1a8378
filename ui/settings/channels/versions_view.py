"""The versions of a channel's settings: from when on each counts, by whom, and what it changed."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.contracts.channels import ChannelVersion
from ui.language import translate
from ui.page import PageContext
from ui.settings.channels.fields import SECRETS, fields_of
from ui.settings.channels.versions_presenter import ChannelVersionsPresenter
from ui.settings.versioned.columns import columns
from ui.settings.versioned.differences import Row, of_rows, of_values
from ui.settings.versioned.order import Version, state_of
from widgets import theme
from widgets.table import DataTable

_OPEN, _SECRET = "enabled", "secret."
_IN = "{name} – {change}"


class ChannelVersionsView(QWidget):
    """Of secrets it is only said whether one is set."""

    def __init__(self, presenter: ChannelVersionsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self._rows: list[Version] = []
        self.table: DataTable[Version] = DataTable(
            translate("Settings", "Versions"),
            columns(
                lambda version: state_of(version, self._rows, presenter.now()),
                has_note=True,
                note=translate("Settings", "What is changed"),
            ),
            key=lambda version: str(version.number),
            remember=context.remember,
            remember_as="settings.channels.versions",
            empty=translate("Settings", "Nothing was changed yet."),
        )
        self.table.hide_tools()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.current().space.s, 0, 0)
        column.addWidget(self.table)
        presenter.versions_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        versions = self._presenter.versions
        # What one changes is what is in force until its moment, whichever of them was kept first.
        in_order = sorted(versions, key=lambda version: (version.effective_from, version.version))
        before = dict(zip((each.version for each in in_order), [None, *in_order], strict=False))
        self._rows = [
            Version(each.version, each.effective_from, each.created_by, self._changes(before[each.version], each))
            for each in versions
        ]
        self.table.model.set_rows(self._rows)

    def _changes(self, before: ChannelVersion | None, after: ChannelVersion) -> str:
        channel = self._presenter.channel
        if before is None or channel is None:
            return translate("Settings", "the first version")
        names = {spec.key: spec.title for spec in fields_of(channel)}
        names |= {f"{_SECRET}{name}": names.get(f"{_SECRET}{name}", name) for name in SECRETS.get(channel, ())}
        # What no field shows is named as it is kept.
        names |= {name: name for name in after.settings if name not in names}
        names |= {_OPEN: translate("Settings", "The channel is open")}
        old, new = _row(before), _row(after)
        lines = []
        for name, title in names.items():
            rows = _rows(old.get(name)), _rows(new.get(name))
            if rows == ([], []):
                lines += of_values(old, new, {name: title}, lambda _name, value: _words(value))
            else:
                of_one = of_rows(*rows, lambda row: row["key"], lambda row: str(row["words"]))
                lines += [_IN.format(name=title, change=line) for line in of_one]
        return "; ".join(lines)


def _row(version: ChannelVersion) -> dict[str, Any]:
    secrets = {f"{_SECRET}{name}": True for name in version.secrets}
    return {**version.settings, **secrets, _OPEN: version.enabled}


def _rows(value: Any) -> list[Row]:
    """Returns the parts of a list or of a value with parts, each with what says which part it is."""
    if isinstance(value, dict):
        return [{"key": name, "words": f"{name} = {_words(each)}"} for name, each in value.items()]
    if isinstance(value, list):
        return [{"key": _words(each), "words": _words(each)} for each in value]
    return []


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return translate("Settings", "yes") if value else translate("Settings", "no")
    if isinstance(value, dict):
        return ", ".join(f"{name} = {each}" for name, each in value.items()) or "–"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return str(value) if value not in (None, "") else "–"
