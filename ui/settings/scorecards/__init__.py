"""The section of the scorecard."""
