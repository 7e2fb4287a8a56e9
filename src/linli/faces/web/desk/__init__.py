"""The owner's desk: the list of matters, a matter's page, the service desk, the hotline's files."""
