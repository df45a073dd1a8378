"""The section of the rules of the intake."""
