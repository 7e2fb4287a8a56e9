"""Spellings of what strangers may not read, as patterns over folded letters (lower case, NFKC).

A group ``x`` is what is covered, where something before it stays: of a door the building.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from linli.core.redaction.letters import HAN
from linli.core.redaction.words import (
    AFTER_OLD_OR_YOUNG,
    COMPOUND,
    FUNCTION,
    OFFICES,
    SURNAMES,
    TITLES,
)

DASH = r"\-‐‑‒–—―"
GAP = rf"[ .{DASH}~_·•・,、/*]{{0,2}}"  # what may stand between two figures of one number
# … and in telephone numbers, which are written over lines and in brackets, too.
WIDE = rf"[\s.{DASH}~_·•・,、/*()\[\]【】:;。+=|]{{0,3}}"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
UNIT = (
    r"(?:元|块|万|亿|千|百|多|余|年|月|日|号(?:楼|院|线|路|杆|灯|井|库|桩|门岗)|楼|栋|幢|座|#|"
    r"路|度|%|℃|平|米|m|kw"
    r"|公里|公斤|斤|吨|瓦|伏|人|名|位|户(?:居民|人家|家庭|人|的?业主)|个|台|盏|辆|张|件|次|遍|"
    r"天(?!天)|小时|分|秒|点|时|周|岁|级|层"
    r"|班|票|套|只|条|根|棵|期|页|字|步|倍|种|项|w|v)"
)
NOT_A_UNIT = rf"(?![\d.:%]|{GAP}\d|\s*{UNIT})"
PUBLIC_NUMBERS = frozenset(
    re.findall(r"\d+", "110 114 119 120 122 12345 12348 12315 12355 12369 95598")
)
ROOM = r"[1-9]\d?(?:0[1-9]|[1-3]\d)"  # floor and door: 301, 1203


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is found, how it is written, and what more must hold of the letters found."""

    what: str
    regex: re.Pattern[str]
    holds: Callable[[str], bool] = bool


def _pattern(what: str, regex: str, holds: Callable[[str], bool] = bool) -> Pattern:
    return Pattern(what, re.compile(regex), holds)


def _is_one_number(written: str) -> bool:
    """True unless it is a list of small numbers: 1-3, 5-7, 9-11, 13-15 has eleven figures, too."""
    groups = [len(group) for group in re.findall(r"[\do]+", written.removeprefix("+86"))]
    return max(groups) > 2 or len(set(groups[:-1])) <= 1


def _is_somebodys(written: str) -> bool:
    """True unless only numbers are named that everybody may call: 110、119、120."""
    return not all(group in PUBLIC_NUMBERS for group in re.findall(r"\d+", written))


# Figures with a shape of their own: looked for in everything.
NUMBERS = (
    _pattern(
        "number",
        rf"(?<!\d)[1-9](?:{GAP}\d){{5}}{GAP}(?:1{GAP}[89]|2{GAP}0)(?:{GAP}\d){{2}}{GAP}[01]{GAP}\d"
        rf"{GAP}[0-3](?:{GAP}\d){{4}}{GAP}[\dx](?![\dx])",
    ),
    _pattern(
        "number",
        r"(?<!\d)\d{14,19}(?!\d)",
    ),
    _pattern(
        "number",
        rf"(?<!\d)\d{{4}}(?:[ .{DASH}_]{{1,2}}\d{{4}}){{3}}(?:[ .{DASH}_]{{1,2}}\d{{1,3}})?(?!\d)",
    ),
    _pattern(
        "number",
        rf"(?<!\d)(?:6{GAP}2(?:{GAP}\d){{14,17}}|\d(?:[ .{DASH}_]\d){{13,18}})(?!\d)",
    ),
    _pattern(
        "number",
        rf"(?:卡号|账号|帐号|账户|身份证号?码?|证件号?码?|护照号?码?|通行证号?码?|居住证号?|社保卡?号?|医保卡?号?|"
        rf"驾驶?证号?)[号码是为: ]{{0,4}}"
        rf"(?P<x>[a-z]{{0,2}}\d(?:{GAP}[\dx]){{4,22}})",
    ),
    _pattern(
        "number",
        r"(?<![a-z\d])[eghk]\d{8}(?![a-z\d])",  # a passport
    ),
    _pattern(
        "phone",
        rf"(?<!\d)(?:(?:\+|00)?8{GAP}6{GAP})?(?:1|(?<![a-z])[il]){WIDE}[3-9](?:{WIDE}[\do]){{9}}"
        r"(?!\d)",
        _is_one_number,
    ),
    _pattern(
        "phone",
        rf"(?<!\d)\(?0\d{{2,3}}\)?[ {DASH}]{{0,2}}[2-9]\d{{2,3}}[ .{DASH}]?\d{{4}}(?!\d)",
    ),
    _pattern(
        "phone",
        rf"(?:电话|座机|手机号?|联系方式|号码|致电|拨打|短号|tel)(?:号码|号)?[是为: ]{{0,3}}"
        rf"(?P<x>\d(?:{GAP}\d){{5,14}})(?!\d)",
        _is_somebodys,
    ),
    _pattern(
        "number",
        r"(?:尾号|后[四4]位|末[四4]位)[是为: ]{0,3}(?P<x>[a-z\d]{3,6})",
    ),
    _pattern(
        "plate",
        rf"[{PROVINCES}] ?[a-z][·•. {DASH}]{{0,2}}(?:[a-z\d][ ·.{DASH}]?)"
        rf"{{4,5}}[a-z\d学警港澳挂领](?![a-z\d])",
    ),
    _pattern(
        "plate",
        rf"[{PROVINCES}]牌[照号的是为: ]{{0,3}}[a-z]?[·. {DASH}]?[a-z\d]{{4,7}}",
    ),
    _pattern(
        "plate",
        rf"车牌(?:号码?|照|尾号)?[是为: {DASH}]{{0,3}}(?P<x>[{PROVINCES}]?牌? ?[a-z\d]"
        rf"(?:[·. {DASH}]?[a-z\d]){{2,7}})",
    ),
    _pattern(
        "contact",
        r"(?<![a-z\d_.+-])[a-z\d_.+-]{1,64} ?(?:@|\(at\)|\[at\]|艾特| at |#(?=\D)) ?[a-z\d-]+"
        r"(?: ?(?:[.。]|点|dot) ?[a-z\d-]{2,})+",
    ),
    _pattern(
        "contact",
        rf"(?<![a-z\d])(?:[微薇威维v] ?信|微|wechat|weixin|w ?x|v ?x|q ?q|q(?=号)|扣扣|企鹅|"
        rf"[微薇威维v][❤♥♡💚🧡💛]|绿泡泡|抖音|快手|"
        rf"支付宝|小红书)"
        rf" ?(?:号码?|id|账号|群)?[就是为加同: ]{{0,3}}(?P<x>[a-z][a-z\d_-]{{4,19}}|\d(?:{GAP}\d)"
        rf"{{4,11}})",
    ),
    _pattern(
        "contact",
        r"(?<![a-z\d])(?:[vq薇威] ?:|[加+][我个他她]?[vq微] ?:?) ?(?P<x>[a-z\d][a-z\d_-]{4,19})",
    ),
)  # fmt: skip

# Dates, times, and numbers that things bear. They are no doors and no telephones.
ORDINARY = re.compile(
    rf"(?<!\d)(?<!\d[{DASH}. ])(?:19|20)\d\d(?:年|[{DASH}./](?=\d{{1,2}}[{DASH}./月]))"
    rf"(?:\d{{1,2}}[{DASH}./月])?"
    rf"(?:\d{{1,2}})?(?!\d)|(?<!\d)(?:19|20)\d\d[{DASH}](?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)"
    rf"\d\d[01]\d[0-3]\d(?!\d)"
    r"|\d{1,2}:\d\d(?::\d\d)?"
    rf"|(?:编号|单号|工单|订单|票号|文号|文件|型号|批号|电梯号?|设备号?|代码|公交车?|灯杆号?|"
    rf"路灯|井盖|表号|事项号?|sx|no|第)"
    rf"[号.:是为 {DASH}]{{0,3}}[a-z]{{0,4}}[{DASH}]?\d[\d{DASH}]*"
)  # fmt: skip

# Looked for where figures are no dates.
NUM = r"[\d十百]{1,6}"
BUILDING = (
    rf"(?:(?:{NUM}|(?<![a-z])[a-z]\d{{0,2}}|[甲乙丙丁戊东西南北])"
    r"\s*(?:号楼|栋|幢|座|楼|#|号院))"
)
PLACES = (
    _pattern(
        "phone",
        rf"(?<![\d.{DASH}])(?:[2-9]\d{{7}}|[2-9]\d{{3}}[ {DASH}]\d{{4}})(?!\d|[ .]*(?:元|块|万|"
        rf"亿|平|度|吨|年))",
    ),
    _pattern(
        "door",
        rf"{BUILDING}(?P<x>\s*[{DASH}]?\s*\d{{3,4}}(?!\d)(?:室|户|号)?){NOT_A_UNIT}",
    ),
    _pattern(
        "door",
        rf"{BUILDING}?(?P<x>\s*(?:{NUM}\s*(?:单元|(?:门|梯)(?=\s*\d\d)|梯(?=\s*\d[层楼]))"
        rf"\s*(?:\d{{1,2}}\s*(?:层|楼)\s*)?"
        rf"(?:\d{{2,4}}(?!\d)\s*(?:室|号(?!楼)|户|房)?|\d\s*(?:室|号(?!楼)|户))?|\d{{2,4}}\s*(?:室|房(?!子|屋|价|产))))",
    ),
    _pattern(
        "door",
        rf"{BUILDING}?(?P<x>\s*\d{{1,2}}\s*[层楼]\s*[靠朝]?(?:[东西南北中左右])\s*[手边侧]?"
        rf"(?:的|那|这)?(?:户|家(?!具|电|长|庭)|邻居|住户))",
    ),
    _pattern(
        "door",
        rf"(?<![\d.{DASH}a-z])\d{{1,2}}[{DASH}]0[{DASH}]\d(?![\d{DASH}.]|{UNIT})",  # 3-0-1
    ),
    _pattern(
        "door",
        rf"(?<![\d.{DASH}a-z])\d{{1,4}}(?P<x>\.\d{{1,2}}\.{ROOM})(?![\d.])",
    ),
    _pattern(
        "door",
        r"(?<![a-z\d])[1-9]\d?o[1-9](?![a-z\d])",  # the letter for the figure: 3o1
    ),
    _pattern(
        "door",
        rf"(?<![a-z\d{DASH}])[a-f]{ROOM}(?![a-z\d{DASH}]|{UNIT})",
    ),
    _pattern(
        "door",
        rf"(?<![\d.{DASH}a-z])(?:\d{{1,4}}|[a-h]|[甲乙丙丁])(?P<x>(?:[{DASH}]\d{{1,2}})?[{DASH}]"
        rf"\d{{3,4}}(?:室|户|号)?){NOT_A_UNIT}",
    ),
    _pattern(
        "door",
        rf"(?<![\d.{DASH}])\d{{1,4}}(?P<x> \d{{1,2}} {ROOM}){NOT_A_UNIT}",
    ),
    _pattern(
        "door",
        rf"(?<![\d.:{DASH}a-z#¥$])(?P<x>{ROOM}\s*(?:室|户(?!{UNIT})|号房))(?!居民|人家|家庭)",
    ),
    _pattern(
        "door",
        rf"(?<![\d.:{DASH}a-z#¥$])(?P<x>[1-9]\d?(?:0[1-9]|1[0-6]))(?={GAP}\s*(?:家(?!具|电|长|"
        rf"庭)|住|业主|租|房东|邻居|门口|那家|这家"
        rf"|[老小阿]?[{SURNAMES}]|的))",
    ),
    _pattern(
        "door",
        rf"(?:住在?|对门|隔壁|楼[上下]|邻居|[{SURNAMES}](?:{TITLES}))[,是的在 ]"
        rf"{{0,2}}(?P<x>{ROOM}){NOT_A_UNIT}",
    ),
)  # fmt: skip
WRITTEN = "幺一壹二贰两三叁四肆五伍六陆七柒八捌九玖"
# Written in Chinese figures, 三〇一 is a door even without a word beside it.
WRITTEN_ROOM = re.compile(
    rf"(?P<x>[{WRITTEN}][〇○零{WRITTEN}]?[〇○零][{WRITTEN}])(?![〇○零{WRITTEN}十百]|{UNIT})"
    rf"|[{WRITTEN}]百零[{WRITTEN}](?=室|户|号|的|家|那|[住邻])"
    rf"|(?<=单元)[{WRITTEN}]百零[{WRITTEN}]"
)

# A bare number; the register says whether it is a dwelling.
BARE_ROOM = re.compile(rf"(?<![\d.:{DASH}a-z#¥$%]){ROOM}{NOT_A_UNIT}(?![a-z])")

# People, where no register is needed to know them. Looked for in letters closed up.
PERSON = (
    _pattern(
        "name",
        rf"(?:我叫|名叫|名字叫|姓名|联系人|我的名字是|收件人|举报人|投诉人)[是为: ]"
        rf"{{0,3}}(?P<x>(?![了过他她你您不没])[{HAN}·]{{2,3}})",
    ),
    _pattern(
        "name",
        rf"(?:{OFFICES}|我是|叫做?|姓名)[: ]{{0,2}}(?P<x>[{SURNAMES}](?![贴挂开望罗])"
        rf"(?:(?![{FUNCTION}])[{HAN}]){{1,2}})",
    ),
    _pattern(
        "name",
        rf"[老小阿]?[{SURNAMES}](?:(?![{FUNCTION}])[{HAN}]){{0,2}}?(?:{TITLES})",
    ),
    _pattern(
        "name",
        rf"(?:{COMPOUND})(?:{TITLES})",
    ),
    _pattern(
        "name",
        r"(?<![a-z])(?:mrs?|ms|miss|madam)(?:\. ?| )[a-z]{2,}(?: (?!is|has|and|was|who|in|at|the)"
        r"[a-z]{2,})?(?![a-z])",
    ),
    _pattern(
        "name",
        rf"[老小阿][{AFTER_OLD_OR_YOUNG}](?!子|式|体|孩|路)",
    ),
    _pattern(
        "name",
        rf"姓(?P<x>[{SURNAMES}])(?=的|那|,|。|$)",
    ),
)  # fmt: skip
