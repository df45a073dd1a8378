"""Files the program carries: training content, places, calendars, icons, styles and translations."""
