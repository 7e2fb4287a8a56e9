from linli.engines.apps import EngineConfig


class ToyConfig(EngineConfig):
    default = True
    name = "tests.house.toy"
    label = "toy"
