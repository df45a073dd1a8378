"""The lead's wall: live figures, the day's graph, the agent board."""
