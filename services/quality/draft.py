"""An evaluation while it is filled in: what the server has, what is on its way, and what is still to be sent."""

from dataclasses import dataclass, replace

from services.contracts.quality import Evaluation, EvaluationChange, Pin, Verdict
from services.contracts.scoring import Result, evaluate, is_answer


@dataclass(frozen=True)
class ScoreDraft:
    """A value; each act returns the next one. Nothing that was filled in is lost while a save fails and is repeated.

    Attributes:
        base: the evaluation as the server last gave it.
        sending: what is on its way.
        waiting: what was filled in since.
    """

    base: Evaluation
    sending: EvaluationChange | None = None
    waiting: EvaluationChange | None = None

    # -- what is shown

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """All verdicts, with what the server does not have yet."""
        return _verdicts(self.base.verdicts, self.sending, self.waiting)

    @property
    def fatal(self) -> list[str]:
        """The fatal items found."""
        return next((c.fatal for c in (self.waiting, self.sending) if c and c.fatal is not None), self.base.fatal)

    @property
    def pins(self) -> list[Pin]:
        """The comments pinned to seconds, by time."""
        pins = next((c.pins for c in (self.waiting, self.sending) if c and c.pins is not None), self.base.pins)
        return sorted(pins, key=lambda pin: pin.second)

    @property
    def remark(self) -> str:
        """The remark on the whole call."""
        return next((c.remark for c in (self.waiting, self.sending) if c and c.remark is not None), self.base.remark)

    @property
    def result(self) -> Result:
        """The score as it stands."""
        return evaluate(self.base.scorecard, self.verdicts, self.fatal)

    @property
    def is_saved(self) -> bool:
        """Tells whether the server has everything."""
        return self.sending is None and self.waiting is None

    # -- what an inspector does

    def answer(self, key: str, share: float | None, *, not_applicable: bool = False) -> "ScoreDraft":
        """Answers a question; the comment stays. Neither share nor not applicable takes the answer back."""
        comment = self.verdicts.get(key, Verdict()).comment
        return self._with_verdict(key, Verdict(share=share, not_applicable=not_applicable, comment=comment))

    def comment(self, key: str, text: str) -> "ScoreDraft":
        """Writes beside an answer."""
        verdict = self.verdicts.get(key, Verdict())
        return self._with_verdict(
            key, Verdict(share=verdict.share, not_applicable=verdict.not_applicable, comment=text)
        )

    def set_fatal(self, key: str, found: bool) -> "ScoreDraft":
        """Marks a fatal item as found or not."""
        keys = set(self.fatal) - {key} | ({key} if found else set())
        return self._with(fatal=sorted(keys))

    def add_pin(self, pin: Pin) -> "ScoreDraft":
        """Pins a comment."""
        return self._with(pins=[*self.pins, pin])

    def remove_pin(self, pin: Pin) -> "ScoreDraft":
        """Takes a pinned comment off."""
        pins = list(self.pins)
        if pin in pins:
            pins.remove(pin)
        return self._with(pins=pins)

    def set_remark(self, text: str) -> "ScoreDraft":
        """Writes the remark."""
        return self if text == self.remark else self._with(remark=text)

    # -- saving

    def send(self) -> tuple["ScoreDraft", EvaluationChange | None]:
        """Hands over what is to be sent now; ``None`` while something is on its way or nothing waits."""
        if self.sending is not None or self.waiting is None:
            return self, None
        return replace(self, sending=self.waiting, waiting=None), self.waiting

    def sent(self, evaluation: Evaluation) -> "ScoreDraft":
        """The server has saved what was on its way."""
        return replace(self, base=evaluation, sending=None)

    def not_sent(self, present: Evaluation | None = None) -> "ScoreDraft":
        """It could not be saved. ``present`` is the server's state where somebody else has changed it (412)."""
        waiting = self.waiting
        if self.sending is not None:
            waiting = self.sending if waiting is None else _merged(self.sending, waiting)
        return ScoreDraft(present or self.base, None, waiting)

    def recovered(self, change: EvaluationChange) -> "ScoreDraft":
        """Takes in what an earlier run of the program could not save."""
        return replace(self, waiting=change if self.waiting is None else _merged(change, self.waiting))

    @property
    def unsaved(self) -> EvaluationChange | None:
        """Everything that the server does not have yet, for keeping on this machine."""
        if self.sending is None:
            return self.waiting
        return self.sending if self.waiting is None else _merged(self.sending, self.waiting)

    def _with_verdict(self, key: str, verdict: Verdict) -> "ScoreDraft":
        waiting = (self.waiting.verdicts if self.waiting else None) or {}
        return self._with(verdicts=waiting | {key: verdict})

    def _with(self, **values: object) -> "ScoreDraft":
        change = EvaluationChange.model_validate(values)
        return replace(self, waiting=change if self.waiting is None else _merged(self.waiting, change))


def _merged(earlier: EvaluationChange, later: EvaluationChange) -> EvaluationChange:
    values = {name: getattr(earlier, name) for name in earlier.model_fields_set}
    for name in later.model_fields_set:
        value = getattr(later, name)
        if name == "verdicts" and values.get("verdicts") and value is not None:
            value = values["verdicts"] | value
        values[name] = value
    return EvaluationChange.model_validate(values)


def _verdicts(base: dict[str, Verdict], *changes: EvaluationChange | None) -> dict[str, Verdict]:
    merged = dict(base)
    for change in changes:
        if change is not None and change.verdicts is not None:
            merged |= change.verdicts
    return {key: verdict for key, verdict in merged.items() if is_answer(verdict) or verdict.comment}
