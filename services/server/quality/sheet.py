"""What an inspector has filled in, as one value: read from a row, changed, written back."""

from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import Row

from services.contracts.quality import EvaluationChange, Pin, Verdict
from services.contracts.scoring import is_answer


@dataclass(frozen=True)
class Sheet:
    """Answers by question, fatal items found, comments pinned to seconds (by time), and the remark."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    fatal: tuple[str, ...] = ()
    pins: tuple[Pin, ...] = ()
    remark: str = ""

    @classmethod
    def of(cls, row: Row[Any]) -> "Sheet":
        """Reads an evaluation's row."""
        verdicts = {key: Verdict.model_validate(value) for key, value in orjson.loads(row.verdicts).items()}
        pins = tuple(Pin.model_validate(pin) for pin in orjson.loads(row.pins))
        return cls(verdicts, tuple(orjson.loads(row.fatal)), pins, row.remark)

    def with_change(self, change: EvaluationChange) -> "Sheet":
        """Returns the sheet with a change: verdicts merged by question, everything else replaced where given."""
        sheet = self
        if change.verdicts is not None:
            merged = self.verdicts | change.verdicts
            sheet = replace(sheet, verdicts={k: v for k, v in merged.items() if is_answer(v) or v.comment})
        if change.fatal is not None:
            sheet = replace(sheet, fatal=tuple(sorted(set(change.fatal))))
        if change.pins is not None:
            sheet = replace(sheet, pins=tuple(sorted(change.pins, key=lambda pin: pin.second)))
        if change.remark is not None:
            sheet = replace(sheet, remark=change.remark)
        return sheet

    def columns(self) -> dict[str, Any]:
        """Returns the columns to write."""
        return {
            "verdicts": orjson.dumps({key: verdict.model_dump() for key, verdict in self.verdicts.items()}).decode(),
            "fatal": orjson.dumps(list(self.fatal)).decode(),
            "pins": orjson.dumps([pin.model_dump() for pin in self.pins]).decode(),
            "remark": self.remark,
            "is_fatal": bool(self.fatal),
        }

    def as_words(self) -> dict[str, str]:
        """Returns everything as text by field, for the history: ``verdict:key`` is ``na`` or a share of the points."""
        words = {}
        for key, verdict in self.verdicts.items():
            if is_answer(verdict):
                words[f"verdict:{key}"] = "na" if verdict.not_applicable else f"{verdict.share:g}"
            if verdict.comment:
                words[f"comment:{key}"] = verdict.comment
        words |= {f"fatal:{key}": "yes" for key in self.fatal}
        if self.pins:
            words["pins"] = "\n".join(f"{pin.second:.1f} {pin.text}" for pin in self.pins)
        if self.remark:
            words["remark"] = self.remark
        return words
