"""The Knowledge page, and the knowledge panel that stands beside the ticket form."""
