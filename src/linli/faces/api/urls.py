"""Addresses of the api face."""

from __future__ import annotations

from django.urls import include, path

from linli.faces.api.data.api import api
from linli.faces.api.offers import offers

urlpatterns = [
    path("api/", api.urls),
    *(path(at, include(module)) for offer in offers() for at, module in offer.mounts.items()),
]
