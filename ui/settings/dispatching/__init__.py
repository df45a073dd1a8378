"""The sections of the dispatch catalogue: its lines in versions, and what joint meetings want changed in it."""
