"""Recordings of calls: kept encrypted, played, held, deleted, copied out; what is missing is said."""
