"""The section of the floor's alarms: levels and least durations, and who is told outside of the consoles."""
