"""Notices: what a person should know of, kept until it is read."""
