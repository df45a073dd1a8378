"""The quality feature of the central API."""
