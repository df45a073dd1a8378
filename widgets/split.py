"""Panes beside each other whose sizes are remembered."""

import json
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from widgets import theme
from widgets.remember import Remember

_WRITE_AFTER_MS = 400
_TURNED = ".turned"


class SplitPane(QSplitter):
    """A splitter that comes back as it was left. Panes never collapse to nothing.

    Args:
        panes: from left to right (or top to bottom).
        shares: how the room is shared the first time, as weights.
        remember: where sizes are kept.
        remember_as: under which key: ``desk.main``.
        vertical: whether panes stand above each other.
    """

    def __init__(
        self,
        panes: Sequence[QWidget],
        shares: Sequence[int],
        remember: Remember,
        remember_as: str,
        vertical: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal, parent)
        self._remember = remember
        # Sizes that fit one size of text do not fit the other.
        self._key = f"split.{remember_as}.large" if theme.current().large else f"split.{remember_as}"
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.current().space.s)
        for pane, share in zip(panes, shares, strict=True):
            self.addWidget(pane)
            self.setStretchFactor(self.count() - 1, share)
        self.setSizes(self._kept() or [share * 100 for share in shares])
        self._timer = QTimer(self, singleShot=True, interval=_WRITE_AFTER_MS)
        self._timer.timeout.connect(self.keep)
        self.splitterMoved.connect(lambda *_: self._timer.start())

    def turn(self, vertical: bool, shares: Sequence[int]) -> None:
        """Puts the panes above each other, or beside each other; each way has sizes of its own, the first time by ``shares``."""
        orientation = Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal
        if orientation != self.orientation():
            self.setOrientation(orientation)
            self._key = self._key.removesuffix(_TURNED) if self._key.endswith(_TURNED) else self._key + _TURNED
            for place, share in enumerate(shares):
                self.setStretchFactor(place, share)
            # More than there is room for is shared out by these weights; of less, each pane would get its least first.
            self.setSizes(self._kept() or [share * 1000 for share in shares])

    def keep(self) -> None:
        """Writes the sizes now."""
        self._remember.put(self._key, json.dumps(self.sizes()))

    def _kept(self) -> list[int] | None:
        try:
            kept = json.loads(self._remember.get(self._key) or "null")
        except ValueError:
            return None
        fits = isinstance(kept, list) and len(kept) == self.count() and all(isinstance(s, int) and s > 0 for s in kept)
        return kept if fits else None
