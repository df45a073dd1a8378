"""The page of one ticket: facts, everything said and done, clocks, what belongs to it."""
