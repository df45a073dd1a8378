"""Alarms of the floor: watched by one server, raised once, acknowledged by a lead, cleared by themselves, kept."""
