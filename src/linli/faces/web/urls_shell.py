"""Addresses of the frame: switches, the page of parts."""

from django.urls import path

from linli.faces.web import shell

urlpatterns = [
    path("size/", shell.switch_size, name="size"),
    path("language/", shell.switch_language, name="language"),
    path("design/", shell.design, name="design"),
]
