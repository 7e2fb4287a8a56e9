"""Addresses of the api face."""

from __future__ import annotations

from django.urls import include, path

from linli.faces.api.data.api import api

urlpatterns = [
    path("api/", api.urls),
    path("open311/v2/", include("linli.faces.api.open311.urls")),
]
