"""The pages: each area keeps its own addresses in ``<area>/urls.py``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver

AREAS = ("shared", "account", "resident", "register", "campaigns", "desk", "settings")

urlpatterns: list[URLPattern | URLResolver] = []
for area in AREAS:  # an area that is not built yet has no addresses
    if find_spec(f"linli.faces.web.{area}.urls"):
        urlpatterns += import_module(f"linli.faces.web.{area}.urls").urlpatterns
