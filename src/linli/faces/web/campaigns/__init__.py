"""Campaigns as staff meet them: planned, walked, seen."""
