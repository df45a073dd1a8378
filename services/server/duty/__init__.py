"""Who is on duty in a unit, who is away, and who stands in."""
