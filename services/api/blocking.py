"""Routes of blocked numbers."""

from services.api.transport import Transport
from services.contracts.blocking import (
    Approval,
    BlockCase,
    BlockCases,
    BlockRules,
    BlockRulesHistory,
    BlockStory,
    Decision,
)
from services.contracts.common import Typed


class BlockingApi:
    """Numbers that harass."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def cases(self, over: bool = False) -> BlockCases:
        """Gives the open cases, or those that are over."""
        return self._transport.get("/v1/blocks", BlockCases, over=over)

    def story(self, case_id: str) -> BlockStory:
        """Gives reports and decisions of one."""
        return self._transport.get(f"/v1/blocks/{case_id}/story", BlockStory)

    def look(self, case_id: str, key: str) -> BlockCase:
        """Gives one with its number; the look is recorded."""
        return self._transport.post(f"/v1/blocks/{case_id}/look", BlockCase, key=key)

    def approve(self, case_id: str, asked: Approval | Typed, version: int, key: str) -> BlockCase:
        """Blocks a number."""
        return self._transport.post(f"/v1/blocks/{case_id}/approve", BlockCase, asked, key=key, version=version)

    def reject(self, case_id: str, why: Decision, version: int, key: str) -> BlockCase:
        """Does not block it."""
        return self._transport.post(f"/v1/blocks/{case_id}/reject", BlockCase, why, key=key, version=version)

    def lift(self, case_id: str, why: Decision, version: int, key: str) -> BlockCase:
        """Lifts a block."""
        return self._transport.post(f"/v1/blocks/{case_id}/lift", BlockCase, why, key=key, version=version)

    def rules(self) -> BlockRulesHistory:
        """Gives all versions of the rules."""
        return self._transport.get("/v1/block-rules", BlockRulesHistory)

    def set_rules(self, new: Typed, version: int, key: str) -> BlockRules:
        """Adds a version; the server checks what was typed."""
        return self._transport.put("/v1/block-rules", BlockRules, new, key=key, version=version)
