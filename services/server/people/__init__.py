"""The people feature of the central API."""
