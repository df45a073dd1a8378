"""The one shape of all settings that are kept in versions: list of versions, draft of the next one, date, saving."""
