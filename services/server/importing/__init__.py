"""Brings an office's own tables (xlsx, csv) into the database: tickets and knowledge."""
