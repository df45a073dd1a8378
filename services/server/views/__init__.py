"""Saved views of work lists."""
