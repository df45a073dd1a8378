"""The training feature of the central API."""
