"""Which queues take new callers: a lead closes one at once and opens it again."""
