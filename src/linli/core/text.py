"""Words as they come in, as search sees them, and as strangers may see them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from django.utils.translation import gettext_lazy as _

from linli.core.refusals import Invalid

STAR = "＊"
MOST_NAMES = 30  # named in a remedy
KEPT_FORMATS = {"\u200d"}  # joins the parts of an emoji
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
RUNS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?![\dXx])|(?<!\d)\d{14,19}(?!\d)")
MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
LANDLINE = re.compile(
    r"(?<!\d)(?:[(]?0\d{2,3}[)]?[- ]?)[2-9]\d{6,7}(?!\d)|(?<![\d-])[2-9]\d{7}(?!\d)"
)
PLATE = re.compile(rf"[{PROVINCES}][A-Za-z][·. ]?[A-Za-z0-9]{{5,6}}(?![A-Za-z0-9])")
CONTACT = re.compile(r"((?:微信|QQ|qq|扣扣)号?(?:是|为)?[:： ]{0,2})[\w-]{5,20}", re.ASCII)
CALLED = re.compile(rf"((?:我叫|姓名|联系人|我的名字是)(?:是|为)?[:： ]{{0,2}})[{HAN}·]{{2,3}}")
NUMBER = r"[\d一二三四五六七八九十百零〇两]{1,6}"
DOOR_SAID = re.compile(
    rf"(?P<building>{NUMBER}\s*(?:号楼|栋|幢|座|楼|#))?\s*"
    rf"(?:{NUMBER}\s*(?:单元|门(?=\s*\d)|梯)\s*(?:\d{{1,2}}\s*(?:层|楼)\s*)?"
    rf"(?:\d{{2,4}}(?!\d)\s*(?:室|号(?!楼)|户|房)?)?|\d{{2,4}}\s*(?:室|房(?!子|屋|价|产)))"
)
DOOR_DASHED = re.compile(
    r"(?<![\d.-])(\d{1,4})(?:[-—–－]\d{1,2})?[-—–－]\d{3,4}(?:室|户|号)?(?![\d.-]|\s*年)"
)
DOOR_HASH = re.compile(
    r"(?<!\d)(\d{1,4}\s*(?:号楼|栋|幢|座|楼|#))\s*[-—–－]?\s*\d{3,4}(?!\d)(?:室|户|号)?"
)

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
    return (
        char in "\n\t"
        or char in KEPT_FORMATS
        or unicodedata.category(char)
        not in {
            "Cc",
            "Cf",
            "Cs",
            "Cn",
        }
    )


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


def redact(text: str, *, names: Iterable[str] = ()) -> str:
    """Return the text as strangers may read it: numbers, addresses and names become ＊.

    Of a door only the building stays: "704-2-301" → "704＊", "704楼2单元301" → "704楼＊".
    ``names`` are the people known to be meant; names after 我叫 or 联系人 go as well.
    """
    shown = unicodedata.normalize("NFC", text)
    for pattern in (E_MAIL, PLATE, ID_NUMBER, MOBILE, LANDLINE):
        shown = pattern.sub(STAR, shown)
    shown = CONTACT.sub(rf"\1{STAR}", shown)
    shown = CALLED.sub(rf"\1{STAR}", shown)
    shown = DOOR_HASH.sub(rf"\1{STAR}", shown)
    shown = DOOR_SAID.sub(lambda found: (found["building"] or "") + STAR, shown)
    shown = DOOR_DASHED.sub(rf"\1{STAR}", shown)
    for name in sorted({n.strip() for n in names}, key=len, reverse=True):
        if len(name) > 1:
            shown = re.sub(re.escape(name), STAR, shown, flags=re.IGNORECASE)
    return shown


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
