"""Which field of the register a column fills, told by its header and by its cells' looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.registry import identity, names
from linli.registry.intake.cells import made_a_date
from linli.registry.names import half_width
from linli.registry.pinyin import SURNAMES

SKIP = ""
FIELDS: dict[str, Promise] = {
    "door": _("whole address"),
    "phase": _("phase or section"),
    "building": _("building"),
    "entrance": _("entrance"),
    "dwelling": _("door number"),
    "head": _("head of the household"),
    "name": _("name"),
    "relation": _("relation to the head"),
    "phone": _("phone"),
    "id_number": _("ID number"),
    "sex": _("sex"),
    "born": _("born"),
    "village": _("village of origin"),
    "tenure": _("tenure"),
    "residence": _("residence"),
    "vacant": _("stands empty"),
    "floor_area": _("floor area (m²)"),
    "members": _("other members, by name"),
    "care": _("care need"),
    "remark": _("remark"),
}

# Asked in this order; the first pattern that is found in the header decides.
PATTERNS: tuple[tuple[str, str], ...] = (
    (
        SKIP,
        r"^序号$|^编号$|数量$|个数$|套数$|证件类型|证件类别|证件种类|^行号$|需要改正|tobecorrected|原行号|户籍地址|户籍所在|户口所在|籍贯|工作单位|单位名称|车牌|"
        r"车位|民族|文化|学历|政治面貌|婚姻|宗教|职业|网格员|楼门长|楼长|填表|登记日期|登记人|"
        r"人口数|家庭人数|人数|年龄|紧急联系|监护人|所属社区|所属街道|街道$|^社区|户号|户编号",
    ),
    ("id_number", r"身份证|证件号|公民身份|身份号码|idnumber|idcard|^id$"),
    ("name", r"^(配偶|妻子|丈夫|爱人|子女|儿子|女儿|孩子|父亲|母亲|租户|租客|房客)$"),
    (
        "name",
        r"^((家庭|其他)?成员|共同居住人|同住人员?|居住人|家属|子女|孩子|租户|租客)[1-9一二三四五六七八九](姓名)?$",
    ),
    ("phone", r"电话|手机|联系方式|联系号码|^号码$|phone|mobile|tel"),
    ("relation", r"关系|relation"),
    ("members", r"家庭成员|其他成员|同住人|共同居住人|成员姓名"),
    ("head", r"户主|业主|房主|产权人|权利人|承租人|租户姓名|householder|head|owner'?sname"),
    ("sex", r"性别|sex|gender"),
    ("born", r"出生|生日|born|birth"),
    ("vacant", r"空置|空房|空关|是否入住|是否居住|有无人住|vacant"),
    ("care", r"困难类别|困难情况|特殊人群|重点关爱|关爱对象|人员类别|帮扶类别|是否低保|残疾|care"),
    (
        "residence",
        r"人口性质|人员性质|居住性质|居住类型|人口类型|常住|流动|人户|residence|居住情况",
    ),
    ("tenure", r"产权性质|房屋性质|房屋类型|自住|租住|租赁|住房性质|居住方式|使用情况|tenure"),
    ("village", r"原村|户籍村|所属村|原籍村|村名|村庄|回迁村|村组|村别|village|^村$"),
    ("floor_area", r"面积|平方|㎡|m2|area"),
    ("remark", r"备注|说明|remark|note"),
    ("name", r"姓名|名字|居民$|^人员$|^name|fullname"),
    ("door", r"地址|住址|坐落|房屋位置|详细位置|楼室|楼门牌|楼栋房号|楼栋门牌|address"),
    ("phase", r"期数|期别|分期|几期|^期$|组团|地块|标段|^区$|片区|分区|苑区"),
    ("dwelling", r"门牌|房号|房间|室号|^室$|户室|^户$|门号|房屋编号|door|room|flat"),
    ("entrance", r"单元|门洞|门栋|梯号|entrance|unit"),
    ("building", r"楼栋|楼号|楼幢|建筑物|幢|栋|楼座|^楼$|building|block"),
)
_ADDRESS = ("door", "building", "entrance", "dwelling")
LOOKS_ENOUGH = 0.8
SAMPLE = 60


# What is told of one person; beside the row's own, a header may name whose it is.
PERSONAL = ("name", "head", "relation", "phone", "id_number", "sex", "born")
_WHO = re.compile(
    r"(配偶|妻子|丈夫|爱人|父亲|母亲|承租人|房客|"
    r"(?:家庭成员|其他成员|共同居住人|同住人员?|居住人|家属|成员|子女|孩子|租户|租客)[1-9一二三四五六七八九]|"
    r"子女|儿子|女儿|孩子|租户|租客)"
)


def who_of(header: str) -> str:
    """Return whom beside the row's own person a header is about ("配偶电话" → "配偶"), else ""."""
    named = _WHO.search(plain_header(header))
    return named.group(1) if named else ""


_IN_FRONT = re.compile(r"^\s*(?:[(\[【][^)\]】]*[)\]】]\s*)+(?=\S)")
_BRACKETS = re.compile(r"[(\[【\n]")


def plain_header(header: str) -> str:
    """Return what two spellings of a header share: "＊联系电话 (手机)" → "联系电话手机"."""
    text = half_width(header).lower()
    return re.sub(r"[\s*:：.、,，;；()（）\[\]【】\"“”/_\-]+", "", re.sub(r"^\d+[.、]", "", text))[
        :100
    ]


def by_header(header: str) -> str | None:
    """Return the field that a header names; SKIP for one known to be none; None if unknown.

    What stands before a bracket names it, the rest says how to fill it in: 证件类型（必填）护照等.
    """
    first, *rest = _BRACKETS.split(_IN_FRONT.sub("", half_width(header)), maxsplit=1)
    named = _by_words(plain_header(first))
    return _by_words(plain_header(header)) if named is None and rest else named


def _by_words(text: str) -> str | None:
    if not text:
        return None
    for field, pattern in PATTERNS:
        if re.search(pattern, text):
            return field
    return None


def by_looks(cells: Sequence[str]) -> str | None:
    """Return the field that a column's cells look like, when four in five do."""
    filled = [half_width(c) for c in cells if c.strip()][:SAMPLE]
    if len(filled) < 3:
        return None
    for field, fits in _LOOKS.items():
        fitting = sum(bool(fits(cell)) for cell in filled)
        if fitting >= LOOKS_ENOUGH * len(filled):
            return field
    return None


def guess(
    headers: Sequence[str], rows: Sequence[Sequence[str]], known: dict[str, str]
) -> list[dict[str, str]]:
    """Return for each column {"header", "field", "why"}; a field is given to one column only,
    or, of what is told of a person, to one for each: 户主电话, 配偶电话.

    ``known`` maps plain headers to fields as remembered; ``why`` is "remembered", "header",
    "looks" or "".
    """
    guesses = [
        _guess_one(h, [r[n] for r in rows[: SAMPLE * 3]], known) for n, h in enumerate(headers)
    ]
    taken: set[tuple[str, str]] = set()
    columns = []
    for header, (field, why) in zip(headers, guesses, strict=True):
        who = who_of(header) if field in PERSONAL else ""
        if (who, field) in taken or (field == "door" and ("", "dwelling") in taken):
            field, why = SKIP, ""
        if field:
            taken.add((who, field))
        columns.append({"header": header, "field": field, "why": why})
    return columns


def _guess_one(header: str, cells: Sequence[str], known: dict[str, str]) -> tuple[str, str]:
    plain = plain_header(header)
    if plain in known:
        return known[plain], "remembered"
    named, looks = by_header(header), by_looks(cells)
    if named in _ADDRESS and (looks == "door" or _are_whole_doors(cells)):
        return "door", "looks"
    if named == "door" and looks == "dwelling":
        return "dwelling", "looks"
    if named is not None:
        return named, "header" if named else ""
    return (looks, "looks") if looks and looks != "dwelling" else (SKIP, "")


def is_header_row(cells: Sequence[str]) -> bool:
    """True when at least half of the filled cells, and two of them, read like headers."""
    filled = [c for c in cells if c]
    named = [c for c in filled if len(c) <= 20 and not any(x.isdigit() for x in c) and by_header(c)]
    return len(named) >= 2 and len(named) * 2 >= len(filled)


def merged_headers(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return one header a column where Excel's merged cells spread them over two rows."""
    return [low or up for up, low in zip(upper, lower, strict=True)]


def _is_name(cell: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff·]{2,6}", cell)) and (
        cell[:2] in SURNAMES or cell[0] in _COMMON_SURNAMES
    )


def _are_whole_doors(cells: Sequence[str]) -> bool:
    """True when most filled cells are, however few: a sheet of mended rows may have one row, and
    one odd row makes no other column of it."""
    filled = [cell for cell in cells if cell.strip() and not made_a_date(cell)]
    return bool(filled) and sum(map(_is_whole_door, filled)) * 2 >= len(filled)


def _is_whole_door(cell: str) -> bool:
    if made_a_date(cell):
        return False
    door = names.parse_door(cell)
    return bool(door.building and door.dwelling)


def begins_with_surname(name: str) -> bool:
    """True for a name that begins with one of the usual family names."""
    return name[:2] in SURNAMES or name[:1] in SURNAMES or name[:1] in _COMMON_SURNAMES


_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文单仇解查区"
    "卓祝左尤安樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申毕聂丛焦向柳邢路岳齐梅莫庄辛管涂谷祁时舒耿牟卜詹关苗凌费"
    "纪靳盛童欧甄项曲成游阳裴席卫屈鲍覃霍翁隋甘景包司柏宁柯阮桂闵柴华车冉房边吉饶刁瞿戚丘池滕苑邬臧宫苟全褚廉简娄"
    "盖符奚穆党燕郎冀谈姬屠连晏栾郁商蒙计喻窦迟敖冷花仲隆巩应宗麻辜尚展修仝亓刑桑昌茅封井晁"
)
_LOOKS: dict[str, Callable[[str], bool]] = {
    "id_number": lambda c: bool(re.fullmatch(r"\d{17}[\dXx]", c)),
    "phone": lambda c: bool(re.fullmatch(r"1[3-9]\d{9}", identity.tidy_phone(c))),
    "sex": lambda c: c in ("男", "女", "男性", "女性"),
    "door": _is_whole_door,
    "born": lambda c: bool(
        re.fullmatch(r"(19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?|(19|20)\d{6}", c)
    ),
    "name": _is_name,
    "village": lambda c: bool(re.fullmatch(r"[\u4e00-\u9fff]{2,6}村", c)),
    "dwelling": lambda c: bool(re.fullmatch(r"\d{3,4}室?", c)),
}
