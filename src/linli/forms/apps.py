"""The room of forms, as Django knows it: it has words, no tables."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "linli.forms"
    label = "forms"
