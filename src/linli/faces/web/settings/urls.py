"""Addresses of a community's settings."""

from django.urls import path

from linli.faces.web.settings import (
    calendar,
    index,
    organisations,
    programmes,
    tokens,
    wordings,
)

urlpatterns = [
    path("settings/", index.index, name="settings"),
    path("settings/clock/", index.clock_is_right, name="settings_clock"),
    path("settings/calendar/", calendar.working_calendar, name="settings_calendar"),
    path("settings/outbox/", index.not_sent, name="settings_outbox"),
    path("settings/record/", index.the_record, name="settings_record"),
    path("settings/record/end/", index.end_of_the_record, name="settings_record_end"),
    path("settings/programmes/", programmes.programmes, name="settings_programmes"),
    path(
        "settings/programmes/<str:code>.toml",
        programmes.programme_file,
        name="settings_programme_file",
    ),
    path("settings/wordings/", wordings.wordings, name="settings_wordings"),
    path("settings/wordings/<str:event>/", wordings.wording, name="settings_wording"),
    path("settings/organisations/", organisations.organisations, name="settings_organisations"),
    path(
        "settings/organisations/new/", organisations.organisation, name="settings_organisation_new"
    ),
    path(
        "settings/organisations/<id:organisation_id>/",
        organisations.organisation,
        name="settings_organisation",
    ),
    path("settings/tokens/", tokens.tokens, name="settings_tokens"),
    path("settings/tokens/<id:token_id>/revoke/", tokens.revoke, name="settings_token_revoke"),
]
