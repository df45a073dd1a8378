"""Matters that many ask about: one handling, one reply, and words to say meanwhile."""
