"""How names are read, so that a worker finds 单小明 by "shan", "sxm" or "shanxiaoming"."""

from __future__ import annotations

from functools import lru_cache

# Characters that are read otherwise as a surname than elsewhere.
SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "区": "ou", "朴": "piao",
    "盖": "ge", "缪": "miao", "乐": "yue", "任": "ren", "华": "hua", "覃": "qin", "冼": "xian",
    "洗": "xian", "宁": "ning", "员": "yun", "秘": "bi", "翟": "zhai", "黑": "he", "折": "she",
    "燕": "yan", "应": "ying", "那": "na", "牟": "mu", "么": "yao", "哈": "ha", "种": "chong",
    "召": "shao", "纪": "ji", "过": "guo", "郇": "xun", "逄": "pang", "繁": "po", "重": "chong",
    "句": "gou", "车": "che", "祭": "zhai", "佴": "nai", "能": "nai", "乜": "nie", "谌": "chen",
    "石": "shi", "訾": "zi", "柏": "bai", "薄": "bo", "卜": "bu", "葛": "ge", "郗": "xi",
    "隗": "wei", "尉": "wei", "莘": "shen", "沈": "shen", "都": "du", "宓": "mi", "堵": "du",
    "厍": "she", "暨": "ji", "逯": "lu", "相": "xiang", "教": "jiao", "臧": "zang", "藏": "zang",
    "撒": "sa", "行": "xing", "尹": "yin", "贾": "jia", "晟": "cheng", "钭": "tou", "麴": "qu",
    "适": "kuo", "於": "yu", "呙": "guo", "妫": "gui", "亓": "qi", "笪": "da", "昝": "zan",
    "长": "chang", "盛": "sheng", "褚": "chu", "朝": "chao", "粘": "nian", "阚": "kan",
    "俞": "yu", "娄": "lou", "靳": "jin", "佘": "she", "幸": "xing",
    "瞿": "qu", "晁": "chao", "占": "zhan", "会": "gui", "兴": "xing", "弗": "fu", "叶": "ye",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "澹台": "tantai", "单于": "chanyu",
    "令狐": "linghu", "宰父": "zaifu", "夏侯": "xiahou", "亓官": "qiguan", "呼延": "huyan",
    "皇甫": "huangfu", "鲜于": "xianyu", "欧阳": "ouyang", "司马": "sima", "上官": "shangguan",
    "诸葛": "zhuge", "东方": "dongfang", "慕容": "murong", "宇文": "yuwen", "司徒": "situ",
    "司空": "sikong", "公孙": "gongsun", "轩辕": "xuanyuan", "端木": "duanmu", "百里": "baili",
    "东郭": "dongguo", "南宫": "nangong", "西门": "ximen", "独孤": "dugu", "赫连": "helian",
    "闻人": "wenren", "申屠": "shentu", "太史": "taishi", "濮阳": "puyang", "淳于": "chunyu",
    "公冶": "gongye", "宗政": "zongzheng", "仲孙": "zhongsun", "钟离": "zhongli",
    "拓跋": "tuoba", "第五": "diwu", "乐正": "yuezheng", "漆雕": "qidiao", "公羊": "gongyang",
    "纳兰": "nalan", "完颜": "wanyan", "叶赫": "yehe", "爱新": "aixin",
}  # fmt: skip
TWO_LETTER_SURNAMES = frozenset(s for s in SURNAMES if len(s) == 2)
MOST_PINYIN = 120
MOST_INITIALS = 20


def surname_of(name: str) -> str:
    """Return the family name: two letters where there is such a surname and more follows."""
    return name[:2] if len(name) > 2 and name[:2] in TWO_LETTER_SURNAMES else name[:1]


def read_name(name: str) -> tuple[str, str]:
    """Return full pinyin and initials: 单小明 → ("shanxiaoming", "sxm"). Letters stay letters."""
    bare = "".join(name.split()).replace("·", "")
    surname = surname_of(bare)
    first = _surname_syllables(surname)
    rest = [_syllable(letter) for letter in bare[len(surname) :]]
    syllables = [*first, *rest]
    full = "".join(syllables)[:MOST_PINYIN]
    return full, "".join(s[:1] for s in syllables)[:MOST_INITIALS]


def _surname_syllables(surname: str) -> list[str]:
    if len(surname) == 2:
        return _cut(SURNAMES[surname], surname)
    return [SURNAMES.get(surname) or _syllable(surname)] if surname else []


def _cut(reading: str, surname: str) -> list[str]:
    """Cut the reading of a two-letter surname where its second letter's syllable begins."""
    for at in range(1, len(reading)):
        if reading[at:] in _readings(surname[1]):
            return [reading[:at], reading[at:]]
    return [reading]


@lru_cache(maxsize=8192)
def _syllable(letter: str) -> str:
    from pypinyin import lazy_pinyin  # its tables take half a second: only when a name is read

    return "".join(lazy_pinyin(letter)).lower().replace("ü", "v")


@lru_cache(maxsize=256)
def _readings(letter: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    return frozenset(pinyin(letter, style=Style.NORMAL, heteronym=True)[0])
