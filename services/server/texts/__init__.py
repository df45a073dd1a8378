"""Texts that a district writes itself, in versions."""
