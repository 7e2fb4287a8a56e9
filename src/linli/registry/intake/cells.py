"""One cell as people type it → one value of the register, or the code of what is wrong."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from linli.core.parsing import is_known_year
from linli.core.sheets import digits_are_lost
from linli.registry import identity, names
from linli.registry.names import half_width

EXCEL_EPOCH = date(1899, 12, 30)
OLDEST_YEARS = 120
YES = {"是", "有", "空", "空置", "空房", "空关", "y", "yes", "true", "1", "√", "无人", "未入住"}
NO = {"否", "无", "不", "入住", "已入住", "n", "no", "false", "0", "×", "有人", "有人居住"}
NOTHING = {
    "",
    "-",
    "—",
    "–",
    "/",
    "无",
    "没有",
    "暂无",
    "不详",
    "未知",
    "n/a",
    "na",
    "none",
    "null",
}

TENURES = (
    ("tenant", r"租|tenant|rent"),
    ("owner", r"自住|自有|产权|业主|回迁|安置|商品|购|owner|自"),
    ("other", r"借|其他|其它|公|other"),
)
RESIDENCES = (
    ("vacant", r"空|无人|未入住|vacant|empty"),
    ("floating", r"流动|外来|暂住|租|人在户不在|非户籍|floating|流入"),
    ("resident", r"常住|户籍|本地|人户一致|在住|居住|常驻|resident|自住|回迁"),
)
CARES = (
    ("old_alone", r"独居|孤寡|空巢|孤老|old_alone"),
    ("disabled", r"残|disab"),
    ("low_income", r"低保|低收入|特困|困难|边缘|low_income"),
    ("unemployed", r"失业|无业|unemployed"),
    ("child_alone", r"留守|孤儿|困境儿童|child_alone"),
    ("ill", r"重病|大病|慢病|精神|卧床|失能|透析|癌|\bill\b"),
    ("old", r"高龄|80|八十|\bold\b"),
)


SAME_AS_ABOVE = {"同上", "同左上", "同前", "〃", "″", "〞", "''", '"', "ditto", "”", "“"}
_MADE_A_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}月\d{1,2}日|"
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d\d|"
    r"\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)


def made_a_date(typed: str) -> bool:
    """True for what Excel makes of a door such as 3-2 or 1-1901: a day, or a month."""
    return bool(_MADE_A_DATE.fullmatch(typed.strip()))


class CellFault(Exception):
    """What is wrong with a cell; ``code`` names the sentence in ``faults.py``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_nothing(typed: str) -> bool:
    """True for an empty cell and for what people write instead of leaving it empty."""
    return half_width(typed).lower() in NOTHING


def day(typed: str, *, today: date) -> date | None:
    """Read a day: 1990-03-05, 90.3.5, 1990年3月5日, 一九九〇年三月, 19900305, an Excel number."""
    text = half_width(typed)
    if is_nothing(text):
        return None
    day = _day_of(text, today=today)
    if day > today:
        raise CellFault("date_future")
    if day.year < today.year - OLDEST_YEARS:
        raise CellFault("date_too_old")
    return day


def says_day(typed: str) -> bool:
    """True when a cell names the day itself, not only the year and month."""
    parts = _parts_of_day(half_width(typed))
    return (len(parts) == 3 and len(parts[0]) == 4) or len(parts[0]) == 5


def _parts_of_day(text: str) -> list[str]:
    text = re.sub(r"[ T]\d{1,2}:\d\d(:\d\d)?$", "", text)
    parts = [names.number(p) for p in re.split(r"[-./\\年月日号\s,，]+", text) if p]
    if not all(p.isdigit() and p.isascii() for p in parts) or not parts:
        raise CellFault("date_unreadable")
    if len(parts) == 1 and len(parts[0]) == 8:
        return [parts[0][:4], parts[0][4:6], parts[0][6:]]
    if len(parts) == 1 and len(parts[0]) == 6:
        return [parts[0][:4], parts[0][4:]]
    return parts


def _day_of(text: str, *, today: date) -> date:
    parts = _parts_of_day(text)
    if len(parts) == 1 and len(parts[0]) == 5:
        return EXCEL_EPOCH + timedelta(days=int(parts[0]))
    if len(parts) == 3 and len(parts[0]) == 2:  # 88.12.3; nobody's birthday lies ahead
        parts[0] = f"{today.year // 100 - (int(parts[0]) > today.year % 100)}{parts[0]}"
    if len(parts) > 3 or len(parts[0]) != 4:
        raise CellFault("date_unreadable")
    year, month, number = (int(p) for p in [*parts, "1", "1"][:3])
    try:
        day = date(year, month, number)
    except ValueError as fault:
        raise CellFault("date_impossible") from fault
    if not is_known_year(day):
        raise CellFault("date_impossible")
    return day


def phone(typed: str) -> str:
    """Read the first phone of a cell, also where words or a second number stand beside it."""
    if is_nothing(typed):
        return ""
    text = half_width(typed)
    number = identity.tidy_phone(re.split(r"[/、,，;；\n]", text)[0])
    if identity.phone_is_plausible(number):
        return number
    inside = re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.sub(r"(?<=\d)[\s-](?=\d)", "", text))
    if inside is None and digits_are_lost(text):
        raise CellFault("phone_eaten")
    if inside is None:
        raise CellFault("phone")
    return inside.group()


# Passports, travel and residence permits, officers' papers, ID numbers of 15 digits.
_OTHER_PAPER = re.compile(
    r"(?=.*\d)(?=.*[A-Z\u4e00-\u9fff])(?!\d{17}[A-Z])(?![\d.]+E)[A-Z0-9\u4e00-\u9fff()\-]{6,24}|"
    r"\d{15}|8[123]0000\d{11}[\dX]"
)


def id_number(typed: str, *, today: date) -> str:
    """Read an ID number; Excel eats its last digits when the cell is a number."""
    number = identity.tidy_id(typed)
    if is_nothing(number):
        return ""
    fault = identity.id_fault(number, today=today)
    if fault and _OTHER_PAPER.fullmatch(number):
        raise CellFault("other_paper")
    if fault and re.fullmatch(r"[\d.]+E\+?\d+|\d{15}000", number):
        raise CellFault("id_eaten")
    if fault:
        raise CellFault(f"id_{fault}")
    return number


def sex(typed: str) -> str:
    """Read 男 or 女."""
    text = half_width(typed).lower()
    if is_nothing(text):
        return ""
    if text in ("男", "男性", "m", "male", "1"):
        return "m"
    if text in ("女", "女性", "f", "female", "2"):
        return "f"
    raise CellFault("sex")


def area(typed: str) -> Decimal | None:
    """Read a floor area in m²."""
    text = re.sub(r"(平方米|平米|平方|平|㎡|m2|m²)$", "", half_width(typed).lower()).strip()
    if is_nothing(text):
        return None
    try:
        metres = Decimal(text.replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation as fault:
        raise CellFault("area") from fault
    if not 0 < metres < 10_000:
        raise CellFault("area")
    return metres


def yes(typed: str, *, header: str) -> bool | None:
    """Read whether a home stands empty; under 是否入住 the answer is the other way round."""
    text = half_width(typed).lower()
    if text in YES or text in NO:
        turned = bool(re.search(r"入住|居住|有人", header)) and text in (
            "是",
            "否",
            "有",
            "无",
            "y",
            "n",
            "1",
            "0",
            "√",
            "×",
        )
        return (text in YES) != turned
    if text in NOTHING:
        return None
    raise CellFault("yes_or_no")


def word_of(typed: str, table: tuple[tuple[str, str], ...], *, fault: str) -> str:
    """Read one of a table's choices by the words that stand for it."""
    text = half_width(typed).lower()
    if is_nothing(text):
        return ""
    for value, pattern in table:
        if re.search(pattern, text):
            return value
    raise CellFault(fault)


def cares(typed: str, *, header: str) -> list[str]:
    """Read care needs; several may stand in one cell, or a yes under 是否低保."""
    text = half_width(typed).lower()
    if is_nothing(text) or text in NO or text in ("正常", "普通", "一般"):
        return []
    if text in YES:
        text = half_width(header).lower()
    kinds = [kind for kind, pattern in CARES if re.search(pattern, text)]
    if not kinds or (len(kinds) > 1 and half_width(typed).lower() in YES):
        raise CellFault("care")
    return kinds
