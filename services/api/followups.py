"""Routes of the follow-up rules, and of what the rates that come out of it are worth."""

from services.api.transport import Transport
from services.contracts.common import Typed
from services.contracts.followups import (
    FollowUpRules,
    FollowUpRulesHistory,
    NewFollowUpRules,
    NewRateWeights,
    RateWeights,
    RateWeightsHistory,
)


class FollowUpRulesApi:
    """Which kinds of appeal are followed up by message."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def rules(self) -> FollowUpRulesHistory:
        """Gives the rules in every version, the newest first."""
        return self._transport.get("/v1/follow-up-rules", FollowUpRulesHistory)

    def set_rules(self, new: NewFollowUpRules | Typed, version: int, key: str) -> FollowUpRules:
        """Adds a version; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put("/v1/follow-up-rules", FollowUpRules, new, key=key, version=version)

    def weights(self) -> RateWeightsHistory:
        """Gives the weights of the rates in every version, the newest first."""
        return self._transport.get("/v1/rates/weights", RateWeightsHistory)

    def set_weights(self, new: NewRateWeights | Typed, version: int, key: str) -> RateWeights:
        """Adds a version; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put("/v1/rates/weights", RateWeights, new, key=key, version=version)
