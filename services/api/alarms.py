"""Routes of the floor's alarms."""

from services.api.transport import Transport
from services.contracts.alarms import (
    Acknowledgement,
    Alarm,
    AlarmPage,
    AlarmRules,
    AlarmRulesHistory,
    AlarmTargets,
)
from services.contracts.common import Typed


class AlarmsApi:
    """Alarms, their rules, and who is told outside of the consoles."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def alarms(self, cursor: str | None = None, limit: int = 200) -> AlarmPage:
        """Gives alarms, on and over, the newest first."""
        return self._transport.get("/v1/alarms", AlarmPage, cursor=cursor, limit=limit)

    def acknowledge(self, alarm_id: int, remark: str, key: str) -> Alarm:
        """Takes care of an alarm; who was first stays."""
        return self._transport.post(
            f"/v1/alarms/{alarm_id}/acknowledge", Alarm, Acknowledgement(remark=remark), key=key
        )

    def rules(self) -> AlarmRulesHistory:
        """Gives all versions of the rules."""
        return self._transport.get("/v1/alarm-rules", AlarmRulesHistory)

    def set_rules(self, new: Typed, version: int, key: str) -> AlarmRules:
        """Adds a version; the server checks what was typed."""
        return self._transport.put("/v1/alarm-rules", AlarmRules, new, key=key, version=version)

    def targets(self) -> AlarmTargets:
        """Gives who is told."""
        return self._transport.get("/v1/alarm-targets", AlarmTargets)

    def set_targets(self, change: Typed, version: int, key: str) -> AlarmTargets:
        """Sets who is told; the server checks what was typed."""
        return self._transport.put("/v1/alarm-targets", AlarmTargets, change, key=key, version=version)
