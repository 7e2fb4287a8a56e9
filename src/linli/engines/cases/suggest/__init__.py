"""Suggestions while one types: the likely kind, and what was said before. A person decides."""
