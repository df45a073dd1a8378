"""Editing who there is: units and categories, and what becomes of what lies with one that goes."""
