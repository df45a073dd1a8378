"""Parked calls in a walk: each stays aside until somebody takes it back, and does not fall into the queue by itself."""

from collections.abc import Iterable
from typing import Any

_IN_QUEUE = ("waiting", "ringing")


class Aside:
    """What is known of calls that were parked."""

    def __init__(self) -> None:
        self._parked: dict[str, bool] = {}
        """Whether somebody is to have them, by call."""
        self._unforetold: set[str] = set()

    def look(self, calls: Iterable[dict[str, Any]]) -> None:
        """Takes in how calls stand."""
        for call in calls:
            key, state = call["id"], call["state"]
            if state == "parked":
                self._parked.setdefault(key, key in self._unforetold)
            elif state not in _IN_QUEUE and self._parked.pop(key, None) is not None:
                self._unforetold.discard(key)

    def taken(self, call_id: str) -> None:
        """Somebody picks a parked call: it rings at them, and waits again where they do not answer."""
        if call_id in self._parked:
            self._parked[call_id] = True

    def may_fall(self, *call_ids: str) -> None:
        """A call is sent to a number outside, which may not answer; or two things were done with it at once."""
        self._unforetold.update(call_ids)
        self._parked.update((call_id, True) for call_id in call_ids if call_id in self._parked)

    def fell(self, call: dict[str, Any]) -> bool:
        """Tells whether a call was parked and stands in the queue with nobody to blame."""
        return call["state"] in _IN_QUEUE and self._parked.get(call["id"]) is False
