"""One ticket with everything that stands around it."""
