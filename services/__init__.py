"""Everything without Qt: contracts, API client, local store, telephony, knowledge, quality, and the server."""
