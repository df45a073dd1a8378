"""The windows: one page for each job, presenters, and Qt models."""
