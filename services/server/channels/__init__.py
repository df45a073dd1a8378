"""Every way in, and the same way back."""
