"""The section of units: the tree, and who is on duty in each."""
