"""The shell of the field app: its page, its manifest, and the worker that opens it offline."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.faces.field import words
from linli.faces.field.auth import WalkerRequest, walkers_page

ICONS = {"192x192": "field/icon-192.png", "512x512": "field/icon-512.png"}
ASSETS = (
    "web/linli.css",
    "field/field.css",
    "web/dist/field.js",
    "web/dist/icons.svg",
    "web/mark.svg",
    ICONS["192x192"],
)
NO_UID = UUID(int=0)
PAPER, BRAND = "#F6F7F4", "#1F6B4F"


@require_safe
@never_cache
@walkers_page
def page(request: WalkerRequest) -> HttpResponse:
    """Show the shell. It holds no word about anybody: what a phone knows comes by the bundle."""
    return render(request, "field/shell.html", shell_context())


def shell_context() -> dict[str, Any]:
    """Return what the shell is drawn with: both languages, since it must switch offline."""
    return {
        "setup": {
            "words": words.in_every_language(),
            "icons": static("web/dist/icons.svg"),
            "addresses": _addresses(),
            "sign_in": f"{settings.LOGIN_URL}?next={reverse('field')}",
        }
    }


def _addresses() -> dict[str, str]:
    """Return where the phone asks and sends; ``:uid`` stands for what it fills in by itself."""
    # Both answer with a cookie and the way on to a page: to the smallest that there is.
    smallest = reverse("healthz")
    return {
        "scope": reverse("field"),
        "worker": reverse("field_worker"),
        "bundle": reverse("field_bundle"),
        "answers": reverse("field_answers"),
        "count": reverse("field_photo_count", args=[NO_UID]).replace(str(NO_UID), ":uid"),
        "photo": reverse("field_photo", args=[NO_UID, ":name"]).replace(str(NO_UID), ":uid"),
        "log_out": reverse("account_logout"),
        "size": f"{reverse('size')}?to=:to&next={smallest}",
        "language": f"{reverse('language')}?to=:to&next={smallest}",
    }


@require_safe
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """Return the worker. It differs whenever the shell does, and so brings the new one."""
    setup = {
        "version": version(),
        "shell": reverse("field"),
        "assets": [*map(static, ASSETS), reverse("field_manifest")],
    }
    context = {"setup_json": json.dumps(setup)}
    return render(request, "field/sw.js", context, content_type="text/javascript")


def version() -> str:
    """Return a hash over all that the worker keeps: page, words, script, style, icons."""
    with override(settings.LANGUAGE_CODE):
        shell = render_to_string("field/shell.html", shell_context())
    seen = hashlib.sha256(shell.encode())
    seen.update(render_to_string("field/sw.js").encode())
    for name in ASSETS:
        file = finders.find(name)
        seen.update(Path(file).read_bytes() if file else name.encode())
    return seen.hexdigest()[:16]


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how a phone installs the app."""
    scope = reverse("field")
    icons = [
        {"src": static(name), "sizes": size, "type": "image/png", "purpose": purpose}
        for size, name in ICONS.items()
        for purpose in ("any", "maskable")
    ]
    app = {
        "id": scope,
        "name": _("Linli at the door"),
        "short_name": _("At the door"),
        "start_url": scope,
        "scope": scope,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": BRAND,
        "icons": icons,
    }
    return JsonResponse(app, content_type="application/manifest+json")
