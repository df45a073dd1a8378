"""The windows: one page for each job, presenters, and Qt models."""

from ui.plain_imports import keep_plain

keep_plain()
