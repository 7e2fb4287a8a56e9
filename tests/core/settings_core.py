"""The house's settings with the core room alone, so that a test's processes start quickly."""

from linli.config.settings import *  # noqa: F403

INSTALLED_APPS = ["linli.core", "linli.core.holidays"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ROOT_URLCONF = __name__
urlpatterns: list[object] = []
