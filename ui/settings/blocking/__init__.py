"""The section of harassing calls: reported numbers with what is decided about them, and the rule."""
