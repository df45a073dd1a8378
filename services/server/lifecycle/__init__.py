"""The life cycle of tickets: who does what with them, step by step, and the lists that people work from."""
