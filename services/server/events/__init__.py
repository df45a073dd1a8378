"""The events feature of the central API."""
