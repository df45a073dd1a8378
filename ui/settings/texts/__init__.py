"""The section of templates and phrases."""
