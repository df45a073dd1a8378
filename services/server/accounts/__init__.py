"""The accounts feature of the central API."""
