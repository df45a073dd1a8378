"""Routes of the dispatch catalogue and of what joint meetings want changed in it."""

from services.api.transport import Transport
from services.contracts.common import Page, Typed
from services.contracts.dispatching import (
    NewRules,
    ProposalDecision,
    ProposalStatus,
    RuleProposal,
    Rules,
    RulesVersion,
)


class DispatchingApi:
    """Who handles what, in versions."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def rules(self, version: int | None = None) -> Rules:
        """Gives the version in force, or another one, with all its lines."""
        return self._transport.get("/v1/dispatch-rules", Rules, version=version)

    def versions(self) -> list[RulesVersion]:
        """Gives the versions without their lines, the newest first."""
        return self._transport.get("/v1/dispatch-rules/versions", list[RulesVersion])

    def replace(self, new: NewRules | Typed, version: int, key: str) -> Rules:
        """Keeps a whole new version; raises ``StaleVersion`` where somebody was faster."""
        return self._transport.put("/v1/dispatch-rules", Rules, new, key=key, version=version)

    def proposals(self, status: ProposalStatus, cursor: str | None = None) -> Page[RuleProposal]:
        """Gives lines that joint meetings want, the oldest first."""
        return self._transport.get(
            "/v1/catalogue-proposals", Page[RuleProposal], status=status.value, cursor=cursor, limit=200
        )

    def decide(self, proposal_id: str, decision: ProposalDecision | Typed, key: str) -> RuleProposal:
        """Takes a line into the catalogue or refuses it."""
        return self._transport.post(f"/v1/catalogue-proposals/{proposal_id}/decision", RuleProposal, decision, key=key)
