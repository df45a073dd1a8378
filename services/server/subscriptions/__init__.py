"""Who follows which ticket."""
