"""The desk: where an agent answers, writes down, finds out and finishes."""
