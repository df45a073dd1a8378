"""What a person chose on the wall: kept on this machine, free of widgets."""

from widgets.remember import Remember

DEFAULT_THRESHOLD = 15.0
"""Seconds in which GB/T 33358-2016 wants a call answered."""
SHORTEST, LONGEST = 5, 120
_THRESHOLD = "wall.threshold"
_HIDDEN = "wall.hidden_curves"
_OFFLINE = "wall.show_offline"


class WallChoices:
    """T of the service level, which curves are hidden, whether the board shows who is off duty."""

    def __init__(self, remember: Remember) -> None:
        self._remember = remember

    @property
    def threshold(self) -> float:
        """T in seconds."""
        kept = self._remember.get(_THRESHOLD) or ""
        seconds = float(kept) if kept.isdecimal() else DEFAULT_THRESHOLD
        return min(float(LONGEST), max(float(SHORTEST), seconds))

    @threshold.setter
    def threshold(self, seconds: float) -> None:
        self._remember.put(_THRESHOLD, str(int(seconds)))

    @property
    def hidden_curves(self) -> frozenset[str]:
        """Keys of the curves that are switched off."""
        return frozenset((self._remember.get(_HIDDEN) or "").split())

    def show_curve(self, key: str, shown: bool) -> None:
        """Switches a curve on or off."""
        hidden = self.hidden_curves - {key} if shown else self.hidden_curves | {key}
        self._remember.put(_HIDDEN, " ".join(sorted(hidden)))

    @property
    def show_offline(self) -> bool:
        """Whether the board shows who is off duty and has handled nothing today."""
        return self._remember.get(_OFFLINE) == "yes"

    @show_offline.setter
    def show_offline(self, shown: bool) -> None:
        self._remember.put(_OFFLINE, "yes" if shown else "no")
