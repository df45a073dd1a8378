"""What the pages of work lists share: the list, the ticket beside it, the form of a step, many at once."""
