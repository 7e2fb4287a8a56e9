"""The record: one line for every action, each carrying the hash of the one before it."""

from linli.core.record.checking import End, Fault, communities, end_of, verify
from linli.core.record.unchanged import UntilNextLine, last_line
from linli.core.record.writing import HOUSE, Doer, forget_reasons, hash_of, note, plain

__all__ = [
    "HOUSE",
    "Doer",
    "End",
    "Fault",
    "UntilNextLine",
    "communities",
    "end_of",
    "forget_reasons",
    "hash_of",
    "last_line",
    "note",
    "plain",
    "verify",
]
