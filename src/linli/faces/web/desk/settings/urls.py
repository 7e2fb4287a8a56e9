"""Addresses of what a community sets for its matters, among its other settings."""

from django.urls import path

from linli.faces.web.desk.settings import danger, kinds, routing

urlpatterns = [
    path("kinds/", kinds.kinds_of_cases, name="settings_kinds"),
    path("kinds/<str:code>/", kinds.kind, name="settings_kind"),
    path("routing/", routing.rules, name="settings_routing"),
    path("routing/new/", routing.rule_form, name="settings_rule_new"),
    path("routing/<id:rule_id>/", routing.rule_form, name="settings_rule"),
    path("routing/<id:rule_id>/change/", routing.rule_change, name="settings_rule_change"),
    path("danger/", danger.danger, name="settings_danger"),
]
