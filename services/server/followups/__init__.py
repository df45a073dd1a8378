"""Asking citizens whether it is solved, and the rates that come out of their answers."""
