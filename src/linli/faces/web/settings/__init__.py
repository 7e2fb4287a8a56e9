"""A community's settings."""
