"""The life cycle of tickets as the console uses it: work lists, steps, and what is being typed for them."""
