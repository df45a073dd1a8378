"""Tasks: what lies with a unit, from signing for it to the reply."""
