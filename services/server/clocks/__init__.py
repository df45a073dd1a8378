"""Clocks: limits of time by calendars, what they stand at, and the ladder of warnings."""
