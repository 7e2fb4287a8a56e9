"""The record: one line for every action, each carrying the hash of the one before it."""

from linli.core.record.auditing import Finding, audit
from linli.core.record.checking import Fault, communities, end_of, verify
from linli.core.record.ends import End
from linli.core.record.explaining import unexplained
from linli.core.record.unchanged import UntilNextLine, last_line
from linli.core.record.writing import HOUSE, Doer, forget_reasons, hash_of, note, plain

__all__ = [
    "HOUSE",
    "Doer",
    "End",
    "Fault",
    "Finding",
    "UntilNextLine",
    "audit",
    "communities",
    "end_of",
    "forget_reasons",
    "hash_of",
    "last_line",
    "note",
    "plain",
    "unexplained",
    "verify",
]
