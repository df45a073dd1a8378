"""What an administrator sets up, as the Settings page needs it."""
