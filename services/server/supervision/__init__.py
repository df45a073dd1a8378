"""Leaders' instructions 批示: entered, followed, and ended only when the citizen was asked."""
