"""Addresses of the frame: switches, the page of parts."""

from django.urls import path

from linli.faces.web.shared import frame, refusals

urlpatterns = [
    path("size/", frame.switch_size, name="size"),
    path("language/", frame.switch_language, name="language"),
    path("typed/", refusals.typed, name="typed"),
    path("design/", frame.design, name="design"),
]
