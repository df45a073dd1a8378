"""The section of categories."""
