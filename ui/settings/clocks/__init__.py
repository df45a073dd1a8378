"""The sections of clocks: limits and ladder in versions, and the calendars they are counted by."""
