"""The knowledge feature of the central API."""
