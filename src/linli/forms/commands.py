"""What `linli form check` says. The command line prints it."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.refusals import Refusal
from linli.forms import xlsform
from linli.forms.schema import Form
from linli.forms.xlsform.findings import Finding


def check(path: Path, *, as_json: bool = False) -> tuple[str, bool]:
    """Return what to print of a workbook, and whether it is taken in."""
    intake = _look(path)
    if as_json:
        return json.dumps(intake.to_json(), ensure_ascii=False, indent=2), intake.is_taken
    lines = [f"{path.name}: {_('not taken in') if intake.faults else _('can be taken in')}"]
    lines += [f"  ✗ {fault}" for fault in intake.faults]
    lines += [f"  · {finding}" for finding in intake.passed_over]
    lines += [
        f"  + {_('The file %(file)s is asked for.') % {'file': file}}" for file in intake.files
    ]
    count = len(intake.questions)
    asked = ngettext("%(count)s question is asked.", "%(count)s questions are asked.", count)
    return "\n".join([*lines, f"  {asked % {'count': count}}"]), intake.is_taken


def _look(path: Path) -> xlsform.Intake:
    """Look at a workbook; what is none at all is one fault."""
    try:
        return xlsform.look(path.read_bytes(), name=path.name)
    except Refusal as refusal:
        fault = Finding("", 0, str(refusal.sentence))
    except OSError as fault_of_file:
        fault = Finding("", 0, f"{path}: {fault_of_file.strerror}")
    return xlsform.Intake(path.stem, Form(), [], [fault])
