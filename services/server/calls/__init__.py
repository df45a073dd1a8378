"""The calls feature of the central API."""
