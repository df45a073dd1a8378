"""Places and queue skills as a district edits them."""
