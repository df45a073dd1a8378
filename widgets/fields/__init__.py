"""What people type and choose in."""
