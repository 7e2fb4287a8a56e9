"""Words as they come in, as search sees them, and masked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

from django.utils.translation import gettext_lazy as _

from linli.core.redaction.letters import HAN
from linli.core.refusals import Invalid

STAR = "＊"
MOST_NAMES = 30  # named in a remedy
KEPT_FORMATS = {"\u200d"}  # joins the parts of an emoji
RUNS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")

COMPOUND_SURNAMES = frozenset(
    re.findall("..", "欧阳司马上官诸葛东方皇甫尉迟公孙慕容长孙宇文司徒令狐端木夏侯南宫独孤轩辕")
)


def clean(text: str, *, most: int) -> str:
    """Return text that can be kept: composed (NFC), no control characters, no blank ends.

    Line breaks stay, at most two in a row. Raises ``Invalid`` beyond ``most`` characters.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(" " if c == "\t" else c for c in composed if _may_stay(c))
    tidy = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \u3000]+\n", "\n", kept)).strip()
    if len(tidy) > most:
        raise Invalid(
            _("The text has %(count)s characters; the most is %(most)s. Please shorten it.")
            % {"count": len(tidy), "most": most}
        )
    return tidy


def _may_stay(char: str) -> bool:
    """Not decided by "unassigned": Python knows fewer letters than a new phone writes."""
    if char in "\n\t" or char in KEPT_FORMATS:
        return True
    code = ord(char)
    never_a_letter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not never_a_letter and unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


def bigrams(text: str) -> str:
    """Return the search words of a text, blank-separated: "路灯不亮" → "路灯 灯不 不亮".

    Chinese runs become pairs of letters (a single letter stays itself), other words stay whole,
    lower case; full-width forms are folded. Index and query go through this same function.
    """
    words: list[str] = []
    for run in RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if len(run) < 2 or not IS_HAN.match(run):
            words.append(run)
        else:
            words.extend(run[i : i + 2] for i in range(len(run) - 1))
    return " ".join(words)


def mask_phone(phone: str) -> str:
    """ "13812345678" → "138****5678"; a short number keeps its last two digits."""
    digits = re.sub(r"\D", "", phone)[-11:]
    if len(digits) < 7:
        return "*" * max(len(digits) - 2, 0) + digits[-2:]
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


def mask_id(number: str) -> str:
    """ "110101194910010017" → "110*************17"."""
    bare = number.strip()
    if len(bare) < 8:
        return "*" * len(bare)
    return f"{bare[:3]}{'*' * (len(bare) - 5)}{bare[-2:]}"


def mask_name(name: str) -> str:
    """ "张三丰" → "张＊＊", "欧阳修" → "欧阳＊", "Alice Brown" → "A＊＊"."""
    bare = name.strip()
    if not bare:
        return ""
    if not IS_HAN.match(bare):
        return bare[0] + STAR * 2
    kept = 2 if len(bare) > 2 and bare[:2] in COMPOUND_SURNAMES else 1
    return bare[:kept] + STAR * max(len(bare) - kept, 1)


def did_you_mean(typed: str, names: Collection[str]) -> str:
    """Return a remedy that names the nearest word, or else what there is."""
    near = get_close_matches(typed, list(names), n=1, cutoff=0.6)
    if near:
        return str(_("Did you mean “%(near)s”?") % {"near": near[0]})
    return str(
        _("Possible are: %(names)s.") % {"names": ", ".join(list(names)[:MOST_NAMES]) or "–"}
    )
