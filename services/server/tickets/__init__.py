"""The tickets feature of the central API."""
