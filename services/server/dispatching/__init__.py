"""Who handles what: the dispatch catalogue in versions, suggestions, joint meetings, and the units themselves."""
