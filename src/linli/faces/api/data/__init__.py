"""The data API: matters, places and programmes for other programs, by token."""
