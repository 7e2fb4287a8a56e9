"""The cases room, as Django knows it."""

from linli.engines.apps import EngineConfig


class CasesConfig(EngineConfig):
    default = True
    name = "linli.engines.cases"
    label = "cases"
