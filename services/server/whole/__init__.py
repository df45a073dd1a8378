"""One ticket with everything around it, read at once."""
