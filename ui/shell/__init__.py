"""The window around the pages: navigation, palette, shortcuts, status, notifications."""
