"""Names as they stand in a cell: with blanks, brackets, a relation before them, several at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from linli.registry.intake.cells import is_nothing
from linli.registry.intake.fields import begins_with_surname
from linli.registry.names import half_width
from linli.registry.pinyin import TWO_LETTER_SURNAMES

MOST_NAMES = 12
_RELATION = re.compile(
    r"户主|本人|业主|房主|租户|租客|承租人|房客|配偶|妻子?|丈?夫|老伴|爱人|媳妇|家属|保姆|亲戚|其他|"
    r"[长次大二三四小独养继]?[子女]|儿子|女儿|儿媳|女婿|父亲?|母亲?|爸爸?|妈妈?|爷爷|奶奶|公公|婆婆|"
    r"岳父|岳母|祖父|祖母|外公|外婆|[外重]?孙[子女]?|外孙女|哥哥?|弟弟?|姐姐?|妹妹?|兄|侄[子女]|外甥女?"
)
_GONE = re.compile(r"故|去世|死亡|过世|逝|亡|迁出|搬走|搬离|注销|外嫁")
_BRACKET = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]*)[)\]]$")
_BEFORE = re.compile(r"^([\u4e00-\u9fff]{1,5})\s*:\s*(.+)$")


@dataclass(frozen=True)
class Named:
    """One name in a cell. ``is_gone``: marked as dead or moved away; ``beside``: words unread."""

    name: str
    relation: str = ""
    is_gone: bool = False
    beside: str = ""
    columns: dict[str, Any] = field(default_factory=dict)  # phone, sex, born, where told


_DOTS = re.compile(r"(?<=[\u3400-\u9fff])\s*[·•‧∙⋅・･.。●]\s*(?=[\u3400-\u9fff])")


def key(name: str) -> str:
    """Return what two spellings of a name share: 阿依古丽·买买提, 阿依古丽 买买提."""
    return re.sub(r"[\s·•‧∙⋅・･.。●]+", "", half_width(name)).casefold()


def named(typed: str) -> list[Named]:
    """Read the names of a cell: 王 秀 兰; 张三、李四; 妻子：周小燕; 孙磊（子）; 钱某（已故）."""
    if is_nothing(typed):
        return []
    names = []
    for piece in re.split(r"[、,;/\n\r]+", half_width(typed)):
        names += _of_piece(re.sub(r"(?<=[^\d\s-])[\d\s-]{7,}$", "", piece).strip())
    return names[:MOST_NAMES]


def _of_piece(piece: str) -> list[Named]:
    relation = beside = ""
    piece = _DOTS.sub("·", piece)
    if before := _BEFORE.match(piece):
        relation, piece = before.groups()
    is_gone = False
    if bracket := _BRACKET.match(piece):
        piece, words = bracket.groups()
        is_gone = bool(_GONE.search(words))
        if not relation and _RELATION.fullmatch(words):
            relation = words
        elif not is_gone:
            beside = words
    first, _blank, rest = piece.partition(" ")
    if not relation and rest and _RELATION.fullmatch(first):
        relation, piece = first, rest
    return [Named(word, relation, is_gone, beside) for word in _apart(piece)]


def _apart(piece: str) -> list[str]:
    """Tell several names from one with blanks in it: 王 秀 兰 and 欧阳 小兰 are one each."""
    parts = piece.split()
    if all(part.isascii() for part in parts):
        return [" ".join(parts)] if parts else []
    if any(len(part) == 1 for part in parts) or parts[0] in TWO_LETTER_SURNAMES:
        return ["".join(parts)]
    if len(parts) == 2 and not all(_is_whole(part) for part in parts):
        return ["·".join(parts)]
    return parts


def _is_whole(name: str) -> bool:
    """True for what may be a whole Chinese name; 买买提 beside 阿依古丽 is a part of one."""
    return len(name) <= 4 and begins_with_surname(name)
