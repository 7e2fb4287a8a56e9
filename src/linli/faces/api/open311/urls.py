"""Addresses of GeoReport v2, each with its format."""

from __future__ import annotations

from django.urls import re_path

from linli.faces.api.open311 import views

FORM = r"\.(?P<form>json|xml)$"

urlpatterns = [
    re_path(rf"^discovery{FORM}", views.discovery),
    re_path(rf"^services{FORM}", views.services),
    re_path(rf"^services/(?P<code>[^/]+){FORM}", views.service),
    re_path(rf"^requests{FORM}", views.requests),
    re_path(rf"^requests/(?P<request_id>[^/]+){FORM}", views.request),
    re_path(rf"^tokens/(?P<token>[^/]+){FORM}", views.token),
    re_path(r"", views.nowhere, name="open311"),
]
