"""Names and numbers are found however they are spelt, and nobody else's."""

import pytest

from linli.core import traces

COVER = traces.covering(
    names=["王秀兰", "李雷", "Anna Maria"],
    numbers=["13800138001", "11010519491231002X", "0796-8234567"],
    spared=["李雷霆"],
)


@pytest.mark.parametrize(
    "text",
    [
        "王秀兰", "王 秀 兰", "王·秀·兰", "王\u3000秀兰", "王\u200b秀兰", "anna  maria",
        "ＡＮＮＡ MARIA",
        "13800138001", "138 0013 8001", "138-0013-8001", "138.0013.8001", "１３８００１３８００１",
        "一三八零零一三八零零一", "幺三八〇〇幺三八〇〇幺", "138（0013）8001",
        "11010519491231002X", "110105 19491231 002x", "１１０１０５１９４９１２３１００２Ｘ",
        "11010519491231002×",
        "0796-8234567", "0796 8234567", "07968234567",
        "王秀蘭", "Anna María", "幺三八洞洞幺三八洞洞幺", "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣",
    ],
)  # fmt: skip
def test_every_spelling_goes(text: str) -> None:
    assert COVER(text) == "＊"
    assert COVER(f"请找{text}，谢谢") == "请找＊，谢谢"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "李雷霆来过",
        "王秀芝",
        "13800138002",
        "704-2-301",
        "2026-11-28",
        "秀兰花开了",
        "路灯不亮",
    ],
)
def test_nobody_elses_goes(text: str) -> None:
    assert COVER(text) == text


def test_a_nickname_goes_with_the_name() -> None:
    assert COVER("王秀兰（兰姐）家漏水") == "＊家漏水"
    way = traces.nicknames("王秀兰")
    assert way is not None
    assert way.sub("＊", "王阿姨、老王、秀兰、兰姐、王大爷") == "＊、＊、＊、＊、＊"


def test_json_loses_it_wherever_it_stands() -> None:
    said = {
        "a": ["王秀兰", {"b": "138 0013 8001"}],
        "n": 13800138001,
        "m": 3,
        "y": True,
        "王秀兰": None,
    }
    assert traces.covered(said, COVER) == {
        "a": ["＊", {"b": "＊"}], "n": "＊", "m": 3, "y": True, "＊": None,
    }  # fmt: skip
