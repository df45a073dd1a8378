"""Numbers that harass, and are blocked for a time."""
