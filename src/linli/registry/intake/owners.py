"""Several people in one row: 户主姓名, 配偶姓名, 配偶电话, 租户姓名, 成员1, 成员2."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linli.registry.intake.fields import PERSONAL, who_of

NAMING = ("name", "head")
_NUMBERED = re.compile(r"[1-9一二三四五六七八九]$")
_A_MEMBER = re.compile(r"家庭成员|其他成员|共同居住人|同住人员?|居住人|家属|成员")


def owners(columns: Sequence[dict[str, str]]) -> list[str]:
    """Return for each column whose it is: "" of the row's own person, else 配偶, 成员1 …

    Without a column that names the row's own person, the first of the others is that person.
    """
    of = [who_of(c["header"]) if c["field"] in PERSONAL else "" for c in columns]
    naming = [n for n, column in enumerate(columns) if column["field"] in NAMING]
    if naming and all(of[n] for n in naming):
        first = of[naming[0]]
        of = ["" if who == first else who for who in of]
    named = {of[n] for n in naming}
    return [who if who in named else "" for who in of]


def relation_of(who: str) -> str:
    """Return how such a person is related, as far as the header says: 成员1 says nothing."""
    word = _NUMBERED.sub("", who)
    return "" if _A_MEMBER.fullmatch(word) else word
