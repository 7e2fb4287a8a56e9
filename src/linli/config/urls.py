"""Where each face is found."""

from django.urls import include, path

from linli.config import checks as checks  # registers them
from linli.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("linli.faces.api.urls")),
    path("", include("linli.faces.field.urls")),
    path("", include("linli.faces.web.urls")),
]

handler400 = "linli.faces.web.shared.refusals.bad_request"
handler403 = "linli.faces.web.shared.refusals.forbidden"
handler404 = "linli.faces.web.shared.refusals.not_found"
handler429 = "linli.faces.web.shared.refusals.too_many"  # asked for by allauth
handler500 = "linli.faces.web.shared.refusals.server_error"
