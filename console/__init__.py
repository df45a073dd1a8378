"""The program: entry point, wiring, settings, paths, logging, translations and the embedded API."""
