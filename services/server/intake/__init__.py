"""Rules of the intake that districts set themselves, in versions."""
