"""Which column of somebody's table holds what, and what is in its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.parsing import is_known_year
from linli.core.refusals import Invalid

NOISE = re.compile(r"[\s*＊:：()（）\[\]【】_\-/、.]+")
HALF = re.compile(r"上午|下午|晚上|凌晨|中午|早上|\b[AP]M\b", re.I)
AFTERNOON = ("下午", "晚上", "中午", "PM")
EXCEL_EPOCH = datetime(1899, 12, 30)
DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[ T]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*分?(?:\s*[:：]?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?)?"
    r"\s*(?:Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


def plain(header: str) -> str:
    """Return a header without blanks, marks and case, so that spellings meet."""
    return NOISE.sub("", unicodedata.normalize("NFKC", header)).lower()


def guess(headers: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return field → column for every field whose name, or one like it, is among the headers.

    ``names`` holds each field's possible headers, the likeliest first. Whole headers win over
    parts; a column serves one field only.
    """
    spelled = [plain(header) for header in headers]
    taken: dict[str, int] = {}
    for whole in (True, False):
        for field, aliases in names.items():
            if field in taken:
                continue
            at = _column(spelled, [plain(alias) for alias in aliases], set(taken.values()), whole)
            if at is not None:
                taken[field] = at
    return taken


def _column(
    spelled: Sequence[str], aliases: Sequence[str], taken: set[int], whole: bool
) -> int | None:
    for alias in aliases:
        for at, header in enumerate(spelled):
            fits = header == alias if whole else len(alias) > 1 and alias in header
            if fits and at not in taken:
                return at
    return None


def cell(row: Sequence[str], columns: Mapping[str, int], field: str) -> str:
    """Return a field's cell without blanks around it; "" when there is no such column."""
    at = columns.get(field)
    return row[at].strip() if at is not None and at < len(row) else ""


def parse_time(typed: str) -> datetime | None:
    """Read "2019/2/28 11:25:05", "2019年2月28日 下午3时", 46346.5; None when empty.

    In the house's time zone. Raises ``Invalid`` for what is no date.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return None
    if re.fullmatch(r"[34567]\d{4}(?:\.\d+)?", text):  # a day as Excel counts them
        moment = EXCEL_EPOCH + timedelta(days=float(text))
        return timezone.make_aware(moment.replace(microsecond=0))
    half = HALF.search(text)
    match = DATE.fullmatch(" ".join(HALF.sub(" ", text).split()))
    try:
        if match is None:
            raise ValueError(text)
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        if half and half.group().upper() in AFTERNOON and hour < 12:
            hour += 12
        elif half and half.group().upper() not in AFTERNOON and hour == 12:
            hour = 0
        naive = datetime(year, month, day, hour, minute, second)
        if not is_known_year(naive):
            raise ValueError(text)
    except ValueError:
        raise Invalid(
            _("“%(said)s” is no date. Write it like 2026-11-23 18:00.") % {"said": typed[:40]}
        ) from None
    return timezone.make_aware(naive)
