"""What matters forget with people: who raised and supported them, and their traces in the words.

The matter itself stays, for the statistics: its kind, its building, its times, how it ended.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

from django.db.models import Q

from linli.core import files, record, traces
from linli.core.models import Line, Reason
from linli.core.rows import locked
from linli.engines.cases import search
from linli.engines.cases.actions.access import ERASED
from linli.engines.cases.actions.scheduled import CONTACTS_OF_ANOTHER_HOUSE
from linli.engines.cases.models import (
    Case,
    DepartmentCall,
    Note,
    Objection,
    Photo,
    SavedView,
    Step,
    Supporter,
)
from linli.registry import forgetting
from linli.registry.forgetting import TEXTS, Forgetting, Gone, Texts

CONTACT = ("reporter_name", "reporter_phone", "reporter_email")
WORDS = (
    "title",
    "text",
    "public_text",
    "public_result",
    "held_text",
    "held_result",
    "fields",
    "external",
    "place_label",
)


def forget(gone: Gone) -> None:
    """Take the reporters out of their matters, and of others what tells of their homes."""
    own = list(_own(gone).values_list("pk", flat=True))
    about_home = Case.objects.filter(household__in=gone.homes)
    home = list(about_home.exclude(pk__in=own).values_list("pk", flat=True))
    _cover_all(own, gone.cover_own)
    _cover_all(home, gone.cover_home)
    _unlink(own)
    lines = Line.objects.filter(subject_type="cases.case", subject_id__in=map(str, own))
    record.forget_reasons(Reason.objects.filter(line__in=lines), wholly=True)
    _drop_photos(own)
    _forget_supporters(gone)
    _forget_views(gone)


def _own(gone: Gone) -> Any:
    """Narrow to what they raised: by their household, or by their own name or phone."""
    reported = Q(reporter_phone__in=gone.phones) | Q(reporter_name__in=gone.own_names)
    reported |= Q(household__in=gone.homes, reporter_name__in=gone.names)
    mine = Q(household__in=gone.emptied) | (Q(community=gone.community_id) & reported)
    return Case.objects.filter(mine).order_by()


def _cover_all(ids: list[int], cover: traces.Cover) -> None:
    """Cover the words of these matters and of all that hangs on them."""
    forgetting.cover_rows(Case.objects.filter(pk__in=ids).order_by("pk"), TEXTS[Case], cover)
    for model in (Step, Note, DepartmentCall, Objection):
        rows = model._default_manager.filter(case__in=ids).order_by("pk")
        forgetting.cover_rows(rows, TEXTS[model], cover)


def _unlink(ids: list[int]) -> None:
    """Take out who raised them; the code by which they were followed opens nothing any more."""
    rows = list(locked(Case.objects.filter(pk__in=ids).order_by("pk")))
    for case in rows:
        case.household = None
        for column in CONTACT:
            setattr(case, column, "")
        for name in CONTACTS_OF_ANOTHER_HOUSE:
            case.external.pop(name, None)
        case.follow_index = f"{ERASED}{case.pk}"
    columns = ["household", *CONTACT, "external", "follow_index"]
    Case.objects.bulk_update(rows, columns, batch_size=100)


def _drop_photos(ids: list[int]) -> None:
    """Delete the pictures that they sent themselves; those of the work on it stay."""
    theirs = _sent(ids)
    for file in theirs.values_list("file", flat=True):
        files.drop_photo(file)
    theirs.delete()


def _sent(ids: Any) -> Any:
    by = Q()
    for key in ("household:", "follow:", "visitor"):
        by |= Q(step__by__startswith=key)
    return Photo.objects.filter(by, case__in=ids)


def _forget_supporters(gone: Gone) -> None:
    """The count of supporters stays; who they were does not."""
    who = Q(household__in=gone.emptied) | Q(phone__in=gone.phones)
    rows = list(Supporter.objects.filter(who, case__community=gone.community_id))
    for row in rows:
        row.household, row.phone, row.by = None, "", f"{ERASED}{row.pk}"
    Supporter.objects.bulk_update(rows, ["household", "phone", "by"], batch_size=100)


def _forget_views(gone: Gone) -> None:
    """Delete saved lists that search for somebody by name."""
    views = SavedView.objects.values_list("pk", "name", "query")
    naming = [
        pk
        for pk, name, query in views
        if any(gone.cover(text) != text for text in (name, unquote_plus(query)))
    ]
    SavedView.objects.filter(pk__in=naming).delete()


def counts(gone: Gone) -> list[tuple[str, int]]:
    """Say how many matters lose their reporter, and how many of their photos go."""
    own = _own(gone)
    return [("matters", own.count()), ("photos", _sent(own.values("pk")).count())]


FORGETTING = Forgetting(
    forget,
    columns=(
        (Case, (*CONTACT, "follow_index")),
        (Supporter, ("phone", "by")),
        (SavedView, ("name", "query")),
        (Photo, ("file",)),
    ),
    texts=(
        Texts(Case, (*WORDS, *CONTACT), changed=search.rewrite),
        Texts(Step, ("words", "facts"), "case__community"),
        Texts(Note, ("text",), "case__community"),
        Texts(DepartmentCall, ("answer",), "case__community"),
        Texts(Objection, ("words", "answer"), "case__community"),
    ),
    counts=counts,
)
