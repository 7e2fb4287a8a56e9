"""Addresses of the field app. All lie below /field/: that is what its service worker serves."""

from django.urls import path

from linli.faces.field import bundle, photos, shell, sync

urlpatterns = [
    path("field/", shell.page, name="field"),
    path("field/manifest.webmanifest", shell.manifest, name="field_manifest"),
    path("field/sw.js", shell.service_worker, name="field_worker"),
    path("field/bundle/", bundle.bundle, name="field_bundle"),
    path("field/answers/", sync.take_answers, name="field_answers"),
    path("field/photos/<uuid:uid>/", photos.count, name="field_photo_count"),
    path("field/photos/<uuid:uid>/<str:name>/", photos.piece, name="field_photo"),
]
