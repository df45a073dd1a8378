"""The importing feature of the central API."""
