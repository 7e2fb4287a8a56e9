from linli.config import engines

engines.ENGINES += (engines.Plug("tests.house.toy", face="tests.house.toy.face"),)

from linli.config.settings_test import *  # noqa: E402, F403
