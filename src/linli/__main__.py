"""``python -m linli``: the same as the ``linli`` command."""

import sys

from linli.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
