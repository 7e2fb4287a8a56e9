"""What strangers may not read, in the spellings that people use; and what has to stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.redaction import Names, Span, cover

HERE, ELSEWHERE = 1, 2
REGISTER = Names(
    [
        ("王秀兰", "wangxiulan", HERE),
        ("欧阳海棠", "ouyanghaitang", HERE),
        ("李建国", "lijianguo", ELSEWHERE),
        ("赵桂芳", "zhaoguifang", ELSEWHERE),
        ("高峰", "gaofeng", HERE),
        ("张力", "zhangli", HERE),
        ("陈曦", "chenxi", HERE),
        ("阿依古丽·买买提", "", HERE),
        ("Alice Brown", "", HERE),
    ]
)

# As somebody writes it, and what nobody may read of it afterwards.
GONE = (
    # telephones
    ("电话13800138000", "13800138000"),
    ("打 138 0013 8000 找他", "138 0013 8000"),
    ("138-0013-8000", "138-0013-8000"),
    ("138.0013.8000", "138.0013.8000"),
    ("138·0013·8000", "138·0013·8000"),
    ("１３８００１３８０００", "１３８００１３８０００"),
    ("１３８－００１３－８０００", "８０００"),
    ("一三八零零一三八零零零", "一三八"),
    ("幺三八〇〇幺三八〇〇〇", "幺三八"),
    ("一三八 〇〇一三 八〇〇〇", "八〇〇〇"),
    ("壹叁捌零零壹叁捌零零零", "壹叁捌"),
    ("1 3 8 0 0 1 3 8 0 0 0", "8 0 0 0"),
    ("13八0013八000", "13八"),
    ("138_0013_8000", "138_0013"),
    ("138OO138OOO", "138OO138"),
    ("(+86)138-0013-8000", "8000"),
    ("周一13800138000", "13800138000"),
    ("①③⑧⓪⓪①③⑧⓪⓪⓪", "①③⑧"),
    ("138\u200b0013\u200b8000", "8000"),
    ("010-62345678", "62345678"),
    ("（010）6234 5678", "6234"),
    ("0535 623 4567", "4567"),
    ("座机 6234-5678", "6234"),
    ("电话：623456", "623456"),
    ("手机尾号8000", "8000"),
    # numbers of papers and cards
    ("身份证11010119491001001X", "11010119491001001X"),
    ("110101 1949 1001 001X", "1949 1001"),
    ("110101-19491001-001x", "001x"),
    ("１１０１０１１９４９１００１００１Ｘ", "１００１Ｘ"),
    ("6222 0202 0011 2233 445", "0011"),
    ("6222-0202-0011-2233", "2233"),
    ("6 2 2 2 0 2 0 2 0 0 1 1 2 2 3 3", "2 2 3 3"),
    ("卡号 62220202001", "62220202001"),
    ("护照号 E12345678", "E12345678"),
    # other addresses
    ("加微信 abc_12345", "abc_12345"),
    ("vx：abc12345", "abc12345"),
    ("vx：abcdefgh", "abcdefgh"),
    ("VX abc12345", "abc12345"),
    ("v：abc12345", "abc12345"),
    ("wx:abc12345", "abc12345"),
    ("微信号是abc12345", "abc12345"),
    ("ＷＸ１３５７９２４", "１３５７９２４"),
    ("加v13579246", "13579246"),
    ("QQ：28512345", "28512345"),
    ("qq二八五一二三四五", "二八五一"),
    ("扣扣28512345", "28512345"),
    ("薇信 abc12345", "abc12345"),
    ("a @ b.cn", "b.cn"),
    ("li.si＠example.com", "example"),
    ("li艾特example点com", "example"),
    # plates
    ("京A12345占道", "12345"),
    ("沪A·12345", "12345"),
    ("沪 A 12345", "12345"),
    ("沪ＡＤ１２３４５", "１２３４５"),
    ("粤B12345D", "12345D"),
    ("沪牌12345", "12345"),
    ("沪牌 A12345 的大众", "A12345"),
    ("车牌号鲁F8888K", "8888K"),
    ("车牌尾号888", "888"),
    ("沪A一二三四五", "一二三四五"),
    # doors
    ("704-2-301", "301"),
    ("704楼2单元301室", "301"),
    ("七〇四楼二单元三〇一", "三〇一"),
    ("三〇一天天吵", "三〇一"),
    ("三零一的狗", "三零一"),
    ("B座1203", "1203"),
    ("Ｂ座１２０３", "１２０３"),
    ("甲座1203室", "1203"),
    ("B-1203", "1203"),
    ("3号楼－1203", "1203"),
    ("301的狗天天叫", "301"),
    ("301王阿姨", "301"),
    ("王阿姨301", "301"),
    ("住301", "301"),
    ("楼上1203家", "1203"),
    ("5楼东户半夜打麻将", "东户"),
    ("五楼西户", "西户"),
    ("704 2 301", "301"),
    # people
    ("王秀兰家太吵", "王秀兰"),
    ("王 秀 兰", "秀"),
    ("王·秀·兰", "秀"),
    ("王　秀兰", "秀兰"),
    ("老王秀兰", "秀兰"),
    ("王秀兰阿姨", "阿姨"),
    ("秀兰阿姨养的狗", "秀兰"),
    ("小秀兰", "秀兰"),
    ("Wang Xiulan", "Xiulan"),
    ("ＷＡＮＧＸＩＵＬＡＮ", "ＷＡＮＧ"),
    ("欧阳海棠", "海棠"),
    ("李建国爱人", "建国"),
    ("邻居高峰天天唱歌", "高峰"),
    ("301高峰", "高峰"),
    ("陈曦说的", "陈曦"),
    ("阿依古丽买买提", "古丽"),
    ("阿依古丽・买买提", "古丽"),
    ("alice  brown", "brown"),
    ("我叫孙悟空", "孙悟空"),
    ("联系人 诸葛亮", "诸葛亮"),
    ("姓名：翠花", "翠花"),
    ("保安刘大力骂人", "刘大力"),
    ("301的王阿姨", "王阿姨"),
    ("张大爷又来了", "张大爷"),
    ("老王又在楼道抽烟", "老王"),
    ("小李态度差", "小李"),
    ("邻居张伟民", "张伟民"),
    ("刘姐家的猫", "刘姐"),
    ("三楼那个姓赵的", "赵"),
)  # fmt: skip

# What says nothing about anybody, and would be missed.
STAYS = (
    "2026-11-23 下午 3层的灯坏了",
    "8:00-12:00 噪音",
    "2023-2024年度物业费",
    "小区有1200户",
    "704楼门口堆物",
    "704号楼",
    "交了3500元",
    "12345转来的",
    "近100房子漏水",
    "2026年11月23日",
    "2026.11.23 18:30",
    "二〇二六年十一月",
    "涨了60%",
    "电梯编号3102停了",
    "电梯 1203 坏了",
    "SX-1124 一直没人管",
    "工单20261123001",
    "公交 301 路改道",
    "拨打110、119、120",
    "物业电话96777",
    "每天早晚高峰堵车",
    "紧张力度不够",
    "一三五限行",
    "一共三百二十户",
    "1200块地砖",
    "每月35.5元/平米",
    "路灯301不亮",
    "第301次报修",
    "小区大门",
    "小区物业经理不来",
    "3号楼东侧",
    "101个快递",
    "1-3, 5-7, 9-11, 13-15号楼",
    "13、14、15号楼停水",
    "微信群里没人回",
    "微型消防站",
    "共 1203 人签名",
    "安装了一个月",
    "每平米1203元",
    "老师傅修不好",
    "业主都不同意",
    "邻居经常半夜装修",
    "我叫了物业三次",
    "保安不管",
    "水压0.2",
    "2号楼1200平米",
    "301元押金",
    "一号楼二层",
    "地下车库B2层",
    "大门口到小门口",
    "李子树、杨树、柳树",
    "张贴小广告的老师傅走了",
    "电动车充电棚 24 小时开",
    "1月15日 16:00",
)


def shown(told: str) -> str:
    return cover(told, names=REGISTER, building=HERE).text


@pytest.mark.parametrize(("told", "gone"), GONE)
def test_strangers_cannot_read_it_however_it_is_spelled(told, gone):
    assert gone not in shown(told), shown(told)


@pytest.mark.parametrize("told", STAYS)
def test_what_says_nothing_about_a_person_stays(told):
    assert shown(told) == told


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("电话13812345678", "电话＊"),
        ("电话 138 1234 5678。", "电话 ＊。"),
        ("+86 138-1234-5678", "＊"),
        ("座机010-62345678", "座机＊"),
        ("身份证11010119491001001X", "身份证＊"),
        ("卡号6222020200112233445", "卡号＊"),
        ("邮箱 li.si@example.com 收", "邮箱 ＊ 收"),
        ("京A12345占道", "＊占道"),
        ("新能源京AD12345占道", "新能源＊占道"),
        ("微信号:abc_12345", "微信号:＊"),
        ("704楼3单元301室漏水", "704楼＊漏水"),
        ("704 楼 2 单元 301 漏水", "704 楼＊漏水"),
        ("704-2-301漏水", "704＊漏水"),
        ("12栋1201室漏水", "12栋＊漏水"),
        ("12号楼1201漏水", "12号楼＊漏水"),
        ("3单元301漏水", "＊漏水"),
        ("十二号楼二单元501", "十二号楼＊"),
        ("我叫张三丰，住5号楼", "我叫＊，住5号楼"),
        ("联系人：李四", "联系人：＊"),
        ("B座1203漏水", "B座＊漏水"),
    ],
)
def test_of_a_door_the_building_stays_and_of_the_rest_its_sentence(told, left):
    assert shown(told) == left


def test_a_given_name_alone_counts_among_the_nearest_homes_only():
    assert "海棠" not in cover("海棠家的狗", names=REGISTER, building=HERE).text
    assert "海棠" in cover("海棠花开了", names=REGISTER, building=ELSEWHERE).text


def test_bare_numbers_are_doors_where_the_register_knows_them():
    doors = frozenset({"301", "1203"})
    assert cover("301 与 1203 天天吵", doors=doors).text == "＊ 与 ＊ 天天吵"
    assert cover("302 与 301 元", doors=doors).text == "302 与 301 元"


def test_a_worker_sees_what_was_covered_in_the_words_as_they_were_written():
    told = "王秀兰：１３８００１３８０００，太吵"
    covered = cover(told, names=REGISTER)
    assert covered.spans == (Span(0, 3, "name"), Span(4, 15, "phone"))
    assert list(covered.pieces()) == [
        ("王秀兰", "name"), ("：", ""), ("１３８００１３８０００", "phone"), ("，太吵", ""),
    ]  # fmt: skip
    assert covered.text == "＊：＊，太吵"


def test_a_name_that_is_given_is_taken_out_wherever_it_stands():
    assert cover("王小明说王小明的车", also=["王小明", "王"]).text == "＊说＊的车"
    assert cover("诸葛小明与诸葛 小明", also=["诸葛小明"]).text == "＊与＊"


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text("路灯，不亮 abc", max_size=10))
def test_no_mobile_number_is_left_over(phone, around):
    assert phone not in cover(f"{around} {phone} {around}").text


@given(st.text("１1一①.- 楼王秀兰@vx:abc\u200b\n。", max_size=60))
def test_what_stays_is_the_text_as_it_was_written(told):
    covered = cover(told, names=REGISTER, building=HERE)
    assert "".join(piece for piece, _what in covered.pieces()) == told
    assert all(0 <= span.start < span.end <= len(told) for span in covered.spans)


@pytest.mark.parametrize("letters", ["a", "1", "一", "京a", "王秀", "楼1", "1-", "@a.", "加v"])
def test_a_long_text_without_end_is_read_in_a_moment(letters):
    """No spelling makes a pattern try again and again: twice as long takes about twice as long."""
    from time import process_time

    def takes(count):
        began = process_time()
        cover(letters * (count // len(letters)), names=REGISTER, building=HERE)
        return process_time() - began

    assert takes(8000) < 40 * max(takes(1000), 0.002)
