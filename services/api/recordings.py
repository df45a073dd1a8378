"""Routes about recordings that are missing, how long they are kept, and what was deleted."""

from services.api.transport import Transport
from services.contracts.common import Typed
from services.contracts.recordings import (
    Deletion,
    Export,
    Hold,
    NewRetentionRules,
    Reason,
    RetentionHistory,
    RetentionRules,
    Trouble,
)


class RecordingsApi:
    """What is watched of recordings; the sound itself is asked for by :class:`services.api.quality.QualityApi`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def troubles(self, settled: bool = False) -> list[Trouble]:
        """Gives answered calls without a whole recording, the newest first."""
        return self._transport.get("/v1/recording-troubles", list[Trouble], settled="true" if settled else None)

    def settle(self, call_id: str, remark: str, key: str) -> list[Trouble]:
        """Says what was found; gives what is left open."""
        path = f"/v1/recording-troubles/{call_id}/settle"
        return self._transport.post(path, list[Trouble], Reason(reason=remark), key=key)

    def deletions(self) -> list[Deletion]:
        """Gives what retention has deleted last."""
        return self._transport.get("/v1/recording-deletions", list[Deletion])

    def holds(self) -> list[Hold]:
        """Gives the newest holds of all recordings, lifted ones too."""
        return self._transport.get("/v1/recording-holds", list[Hold])

    def lift(self, call_id: str, reason: str, key: str) -> Hold:
        """Ends a hold."""
        return self._transport.post(f"/v1/recordings/{call_id}/lift", Hold, Reason(reason=reason), key=key)

    def exports(self) -> list[Export]:
        """Gives which copies were taken out last, and by whom."""
        return self._transport.get("/v1/recording-exports", list[Export])

    def rules(self) -> RetentionHistory:
        """Gives how long recordings are kept, in every version."""
        return self._transport.get("/v1/retention-rules", RetentionHistory)

    def set_rules(self, new: NewRetentionRules | Typed, version: int, key: str) -> RetentionRules:
        """Adds a version; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put("/v1/retention-rules", RetentionRules, new, key=key, version=version)
