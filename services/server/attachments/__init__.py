"""Attachments: photos, papers and sounds that belong to tickets and messages."""
