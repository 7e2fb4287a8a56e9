"""The room of verbs, as Django knows it: it has words, no tables of its own."""

from django.apps import AppConfig


class VerbsConfig(AppConfig):
    name = "linli.verbs"
    label = "verbs"
