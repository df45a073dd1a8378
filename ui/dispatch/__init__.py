"""Dispatch: what came in goes to the unit that can solve it."""
