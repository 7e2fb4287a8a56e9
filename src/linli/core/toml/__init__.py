"""Files of TOML as pydantic models: every mistake is told at once, with its key and a remedy."""

from linli.core.toml.faults import Fault, amiss, below, join, twice, wrong
from linli.core.toml.tables import Inline, TomlTable, key, read, read_text
from linli.core.toml.values import (
    Code,
    Flag,
    Line,
    Options,
    Several,
    Tables,
    as_choice,
    as_label,
    as_share,
    as_text,
    as_whole,
    read_several,
)

__all__ = [
    "Code",
    "Fault",
    "Flag",
    "Inline",
    "Line",
    "Options",
    "Several",
    "Tables",
    "TomlTable",
    "amiss",
    "as_choice",
    "as_label",
    "as_share",
    "as_text",
    "as_whole",
    "below",
    "join",
    "key",
    "read",
    "read_several",
    "read_text",
    "twice",
    "wrong",
]
