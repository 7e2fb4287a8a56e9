"""Check the record: every line carries the hash of the one before it.

Names the first line of a community that was changed, removed or inserted, and ends with 1.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("community", nargs="?", help="name or number; without one, all of them")


def run(options: argparse.Namespace) -> int:
    from linli.config import cli

    cli.start()
    from linli.core import record
    from linli.core.models import ChainHead
    from linli.registry.models import Place
    from linli.registry.queries import community_by_name

    wanted = [community_by_name(options.community).pk] if options.community else None
    names = dict(Place.objects.filter(kind="community").values_list("pk", "name"))
    faults = 0
    for number in record.communities() if wanted is None else wanted:
        name = names.get(number, "the house itself" if number == record.HOUSE else str(number))
        fault = record.verify(number)
        faults += fault is not None
        head = ChainHead.objects.filter(pk=number).first()
        lines = head.number if head else 0
        print(f"{name}: {fault or f'{lines} lines, none changed, removed or inserted'}")
    return 1 if faults else 0
