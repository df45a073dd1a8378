"""Timers that are kept in the database and fire once."""
