"""A seventh engine that lends tools: plugged in by one line, in ``settings.py``."""
