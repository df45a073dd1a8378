"""Telephony: the protocol of an exchange, the routing of calls, staffing formulas, and the simulated exchange."""
