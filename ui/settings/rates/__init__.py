"""The section of what the three rates are worth."""
