"""The sections of places and of queue skills."""
