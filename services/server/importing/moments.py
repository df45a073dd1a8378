"""Moments as they stand in people's tables."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

_FORMS = (
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
    # Other countries' exports: month first, as their programs write it.
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
)


def moment(value: Any, zone: ZoneInfo) -> datetime | None:
    """Returns a cell as a moment; without a zone of its own it is in this one, the district's. ``None`` where it is not a moment."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    text = str(value).strip()
    found: datetime | None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _in_words(text)
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _in_words(text: str) -> datetime | None:
    text = re.sub(r"[年月.-]", "/", text).replace("日", " ").replace("时", ":").replace("分", ":").replace("秒", "")
    text = re.sub(r"\s+", " ", text).strip(" :")
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is put in by the caller
        except ValueError:
            continue
    return None
