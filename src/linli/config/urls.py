"""Where each face is found."""

from django.urls import include, path

urlpatterns = [
    path("", include("linli.faces.web.urls")),
]
