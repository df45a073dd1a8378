"""The time zone of the district that most tests play in."""

from zoneinfo import ZoneInfo

from services.clock import DEFAULT_ZONE

ZONE = ZoneInfo(DEFAULT_ZONE)
