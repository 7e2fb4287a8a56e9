"""Somebody in danger: which words tell it, how urgent that is, and whom to call at once."""
