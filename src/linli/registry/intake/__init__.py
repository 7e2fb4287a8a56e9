"""The community's own household list, whatever its headers, on its way into the register.

preview → (recheck with corrected columns) → apply → perhaps undo. What is faulty comes back as
a sheet to mend and take in again.
"""

from linli.registry.intake.fields import FIELDS
from linli.registry.intake.pages import fault_sheet, imports_of, preview_page
from linli.registry.intake.steps import apply, discard, preview, recheck
from linli.registry.intake.undoing import undo

__all__ = [
    "FIELDS",
    "apply",
    "discard",
    "fault_sheet",
    "imports_of",
    "preview",
    "preview_page",
    "recheck",
    "undo",
]
