"""Open311 GeoReport v2: the city's common language for reporting matters."""
