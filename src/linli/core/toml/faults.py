"""A mistake in a file: where it is, what it is, and what would be right."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

Words = str | Promise
AMISS = "amiss"  # the type of our own errors: their sentences travel in ``ctx``


@dataclass(frozen=True)
class Fault:
    """One mistake. ``key`` is a path such as ``case[2].deadline``; "" is the whole file."""

    file: str
    key: str
    says: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: {self.says} {self.remedy}"


def wrong(says: Words, remedy: Words, *, key: str = "") -> PydanticCustomError:
    """Return the error that a validator raises for one mistake; ``key`` lies below the value."""
    return amiss([Fault("", key, str(says), str(remedy))])


def amiss(faults: Iterable[Fault]) -> PydanticCustomError:
    """Return the error that a validator raises for several mistakes at once."""
    return PydanticCustomError(AMISS, "amiss", {"faults": list(faults)})


def faults_in(error: PydanticCustomError) -> list[Fault]:
    """Return the mistakes that one of our own errors carries."""
    return list((error.context or {}).get("faults", ()))


def join(path: str, name: str) -> str:
    """Return the path of a key inside a table: ``case[1]`` and ``code`` make ``case[1].code``."""
    if not path or not name:
        return path or name
    return f"{path}{name}" if name.startswith("[") else f"{path}.{name}"


def below(path: str, faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults as seen from a table further up."""
    return [replace(fault, key=join(path, fault.key)) for fault in faults]


def told(error: ValidationError, *, without: Collection[str] = ()) -> list[Fault]:
    """Return what pydantic found, in our sentences.

    The names in ``without`` are no keys of the file: they are left out of the paths.
    """
    faults: list[Fault] = []
    for line in error.errors(include_url=False):
        path = ""
        for step in line["loc"]:
            if step not in without:
                path = join(path, f"[{step + 1}]" if isinstance(step, int) else step)
        if line["type"] == AMISS:
            faults += below(path, line["ctx"]["faults"])
        else:  # what no value of TOML should come to; better told in English than not at all
            faults.append(Fault("", path, line["msg"], _("Look at this value again.")))
    return faults


def twice(file: str, key: str, code: str, other: str) -> Fault:
    """Say that a code is taken by another file or programme."""
    return Fault(
        file,
        key,
        _("The code “%(code)s” is taken by %(other)s.") % {"code": code, "other": other},
        _("Give one of them another code."),
    )
