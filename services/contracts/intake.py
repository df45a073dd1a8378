"""What counts as the same matter at intake, and how large a file may be: rules of a district, in versions."""

from pydantic import Field

from services.contracts.common import Answer, Message, Moment


class NewIntakeRules(Message):
    """The next version of these rules.

    Attributes:
        alike_near: from so many percent of likeness on, the text of a ticket of the same place is shown as a likely duplicate.
        alike_alone: the same without a person or place in common.
        alike_matter: the same for a known matter, which many ask about.
        attachment_mb: so large one file may be, in megabytes (1,000,000 bytes).
        effective_from: from when on; at once without it.
    """

    alike_near: int = Field(default=55, ge=10, le=100)
    alike_alone: int = Field(default=70, ge=10, le=100)
    alike_matter: int = Field(default=40, ge=10, le=100)
    attachment_mb: int = Field(default=20, ge=1, le=50)
    effective_from: Moment | None = None


class IntakeRules(Answer):
    """A version of these rules; version 0 is what holds until there is one."""

    version: int = 0
    effective_from: Moment | None = None
    alike_near: int = 55
    alike_alone: int = 70
    alike_matter: int = 40
    attachment_mb: int = 20
    created_by: str = ""


class IntakeRulesHistory(Answer):
    """The newest versions, the newest first, and what holds now."""

    items: list[IntakeRules] = []
    now: IntakeRules = IntakeRules()
