"""What could not be filed and waits for the person: conflicts and refusals."""
