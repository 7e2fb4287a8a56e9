"""Addresses of a community's settings."""

from django.urls import path

from linli.faces.web import (
    settings,
    settings_calendar,
    settings_danger,
    settings_kinds,
    settings_people,
    settings_programmes,
    settings_rules,
    settings_tokens,
    settings_wordings,
)

urlpatterns = [
    path("settings/", settings.index, name="settings"),
    path("settings/calendar/", settings_calendar.working_calendar, name="settings_calendar"),
    path("settings/outbox/", settings.not_sent, name="settings_outbox"),
    path("settings/record/", settings.the_record, name="settings_record"),
    path("settings/kinds/", settings_kinds.kinds_of_matters, name="settings_kinds"),
    path("settings/kinds/<str:code>/", settings_kinds.kind, name="settings_kind"),
    path("settings/programmes/", settings_programmes.programmes, name="settings_programmes"),
    path("settings/programmes/<str:code>.toml", settings_programmes.programme_file),
    path("settings/wordings/", settings_wordings.wordings, name="settings_wordings"),
    path("settings/wordings/<str:event>/", settings_wordings.wording, name="settings_wording"),
    path("settings/organisations/", settings_people.organisations, name="settings_organisations"),
    path("settings/organisations/new/", settings_people.organisation),
    path("settings/organisations/<id:organisation_id>/", settings_people.organisation),
    path("settings/routing/", settings_rules.rules, name="settings_routing"),
    path("settings/routing/new/", settings_rules.rule_form),
    path("settings/routing/<id:rule_id>/", settings_rules.rule_form),
    path("settings/routing/<id:rule_id>/change/", settings_rules.rule_change),
    path("settings/danger/", settings_danger.danger, name="settings_danger"),
    path("settings/tokens/", settings_tokens.tokens, name="settings_tokens"),
    path("settings/tokens/<id:token_id>/revoke/", settings_tokens.revoke),
]
