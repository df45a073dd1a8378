"""The figures feature of the central API."""
