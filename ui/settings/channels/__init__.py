"""The section of channels: how each is, its settings, its clients, and what belongs to it alone."""
