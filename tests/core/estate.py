"""A process that founds a community in a house and prints a key to report with."""

from __future__ import annotations

import django


def main() -> None:
    django.setup()
    from linli.registry.access import SYSTEM
    from linli.registry.actions.tokens import issue_token
    from tests import make

    community = make.community(parent=make.street_office(parent=make.district()))
    print(issue_token("App", by=SYSTEM, community=community, scopes=["open311"]).secret)


if __name__ == "__main__":
    main()
