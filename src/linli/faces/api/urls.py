"""Addresses of the api face."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("open311/v2/", include("linli.faces.api.open311.urls")),
]
