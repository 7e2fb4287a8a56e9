"""The campaigns room, as Django knows it."""

from linli.engines.apps import EngineConfig


class CampaignsConfig(EngineConfig):
    default = True
    name = "linli.engines.campaigns"
    label = "campaigns"
