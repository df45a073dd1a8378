"""The real exchange: Asterisk 16 to 22, spoken to by its manager interface (AMI)."""
