"""What everybody knows of the demo: no house of real people may open with any of it."""

PASSWORD = "linli-demo-704"  # noqa: S105  everybody knows it; production refuses it
OPEN311_KEY = "DEM0-0PEN-3110-KEY0"
