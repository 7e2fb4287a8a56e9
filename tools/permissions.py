"""Writes docs/permissions.md from the tables: who may do what, and where.

``--check`` writes nothing and says whether the file is as the tables are.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
DOCUMENT = ROOT / "docs" / "permissions.md"
HEAD = """# Who may do what, and where

Made by `python tools/permissions.py` from `registry/roles.py`, each engine's `engine.py`, the
posts' places and `tests/permissions/addresses.py`; a test keeps it so. Do not write into it.

A **post** is a role at a place: it grants its role's permissions over that place and all that lies
below it, nothing beside it. What lies outside a post's reach is not found (404); what lies within
it and is not granted is refused with a sentence (403); who is not signed in is asked to (302). Two
posts lend each other nothing: what one grants here, it does not grant there.

"""
OTHERS = """
## Without a post

| who | may | where |
|---|---|---|
| a visitor | raise a matter, read the public pages, answer an open questionnaire | everywhere |
| who holds a follow code | read, answer, confirm, withdraw that one matter | that matter |
| a household, by its slip | its own matters, messages, questionnaires and data | its own |
| a program with the community's own key | take matters in through Open311 | below that community |
| a program with a person's key | what their posts may, within its scopes | below that community |
| somebody with a log-in and no post | their own account; accept an invitation | their own |

A secretary lists and takes back every key that acts in her community; a key that acts in a person's
name is made by that person alone.

## Who appoints whom

A post is given and ended from above: by whoever manages posts over its place and stands on a higher
level. Nobody gives themselves more than they have. Log-ins: [register.md](register.md).

"""


def document() -> str:
    """Return the document as the tables are now."""
    from django.utils import translation

    with translation.override("en"):
        return "".join([HEAD, _roles(), OTHERS, _levels(), _addresses()])


def _roles() -> str:
    from linli.registry import roles
    from linli.registry.actions.posts import ROLE_PLACES
    from linli.registry.models import Place, Post

    labels = dict(Post.Role.choices)
    lines = ["| role | is held at |", "|---|---|"]
    for role, kinds in ROLE_PLACES.items():
        places = ", ".join(str(Place.Kind(kind).label) for kind in kinds)
        lines.append(f"| {labels[role]} (`{role}`) | {places} |")
    lines += ["", "| permission | " + " | ".join(str(labels[r]) for r in roles.GRANTS) + " |"]
    lines.append("|---" * (len(roles.GRANTS) + 1) + "|")
    for permission in roles.PERMISSIONS:
        marks = ["●" if permission in granted else "" for granted in roles.GRANTS.values()]
        lines.append(f"| `{permission}` | " + " | ".join(marks) + " |")
    lines += ["", "Property company staff see and work on what is assigned to their company only."]
    return "\n".join(lines) + "\n"


def _levels() -> str:
    from linli.registry import roles
    from linli.registry.models import Post

    labels = dict(Post.Role.choices)
    lines = ["| level | roles |", "|---|---|"]
    for level in sorted(set(roles.LEVELS.values()), reverse=True):
        at = [str(labels[role]) for role, its in roles.LEVELS.items() if its == level]
        lines.append(f"| {level} | {', '.join(at)} |")
    return "\n".join(lines) + "\n"


def _addresses() -> str:
    from tests.permissions.addresses import ADDRESSES

    lines = ["", "## Every address", "", "| address | who comes in |", "|---|---|"]
    lines += [f"| `/{route}` | {rule.words()} |" for route, rule in sorted(ADDRESSES.items())]
    return "\n".join(lines).replace("/^", "/") + "\n"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings_test")
    import django

    django.setup()
    text = document()
    if "--check" in sys.argv[1:]:
        return 0 if DOCUMENT.read_text(encoding="utf-8") == text else 1
    DOCUMENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
