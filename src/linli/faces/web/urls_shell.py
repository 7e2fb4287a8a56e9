"""Addresses of the frame: switches, the page of parts."""

from django.urls import path

from linli.faces.web import refusals, shell

urlpatterns = [
    path("size/", shell.switch_size, name="size"),
    path("language/", shell.switch_language, name="language"),
    path("typed/", refusals.typed, name="typed"),
    path("design/", shell.design, name="design"),
]
