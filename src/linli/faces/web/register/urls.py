"""Addresses of the register and of staff accounts."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from linli.faces.web.register import (
    erasing,
    exports,
    households,
    imports,
    keys,
    labels,
    people,
    place_changes,
    places,
    posts,
    retention,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("register/", households.households, name="register"),
    path("register/new/", households.new_household, name="register-new"),
    path("register/<id:household_id>/", households.household, name="register-household"),
    path("register/<id:household_id>/change/", households.change_household, name="register-change"),
    path("register/<id:household_id>/erase/", erasing.erase_household, name="register-erase-home"),
    path("register/<id:household_id>/move-out/", households.move_out, name="register-move-out"),
    path("register/<id:household_id>/people/new/", people.new_person, name="register-new-person"),
    path("register/<id:household_id>/key/", keys.issue, name="register-key"),
    path("register/<id:household_id>/key/stop/", keys.revoke, name="register-key-stop"),
    path("register/people/<id:person_id>/change/", people.change_person, name="register-person"),
    path(
        "register/people/<id:person_id>/read/<slug:what>/",
        people.read_person,
        name="register-read",
    ),
    path("register/people/<id:person_id>/care/", people.add_care, name="register-care"),
    path("register/people/<id:person_id>/consents/", people.consent, name="register-consents"),
    path("register/people/<id:person_id>/move/", people.move_person, name="register-move"),
    path("register/people/<id:person_id>/erase/", erasing.erase_person, name="register-erase"),
    path("register/care/<id:need_id>/end/", people.end_care, name="register-care-end"),
    path("register/keys/", keys.keys, name="register-keys"),
    path("register/places/", places.places, name="register-places"),
    path("register/places/new/", places.new_place, name="register-new-place"),
    path("register/places/building/", places.new_building, name="register-new-building"),
    path("register/places/<id:place_id>/", places.place, name="register-place"),
    path(
        "register/places/<id:place_id>/change/",
        place_changes.change_place,
        name="register-place-change",
    ),
    path("register/keeping/", retention.keeping, name="register-keeping"),
    path("register/export/", exports.export, name="register-export"),
    path("register/labels/", labels.labels, name="register-labels"),
    path("register/imports/", imports.imports, name="register-imports"),
    path("register/imports/<id:import_id>/", imports.show_import, name="register-import"),
    path("register/imports/<id:import_id>/faults/", imports.faults, name="register-import-faults"),
    path("register/posts/", posts.posts, name="register-posts"),
    path("register/posts/new/", posts.appoint, name="register-appoint"),
    path("register/posts/<id:post_id>/", posts.post, name="register-post"),
    path(
        "register/invitations/<id:invitation_id>/withdraw/",
        posts.withdraw_invitation,
        name="register-withdraw",
    ),
    path("account/invitations/", posts.invitations, name="invitations"),
]
