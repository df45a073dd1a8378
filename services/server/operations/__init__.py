"""The operations feature of the central API."""
