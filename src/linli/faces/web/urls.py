"""The pages: the shared ones by area, then those of each engine."""

from __future__ import annotations

from importlib import import_module

from django.urls import URLPattern, URLResolver

from linli.faces.web.shared.face import faces

AREAS = ("shared", "account", "resident", "register", "settings")
MODULES = [
    *(f"linli.faces.web.{area}.urls" for area in AREAS),
    *(face.urls for face in faces()),
]

urlpatterns: list[URLPattern | URLResolver] = []
for module in MODULES:
    urlpatterns += import_module(module).urlpatterns
