"""The section of recordings: what is missing, how long they are kept, what was deleted."""
