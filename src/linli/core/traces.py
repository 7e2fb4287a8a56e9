"""Traces of a person in texts: names, phones, ID numbers in any spelling, covered for good."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from linli.core.redaction.letters import DIGITS, fold, folded
from linli.core.text import COMPOUND_SURNAMES, IS_HAN, STAR

Cover = Callable[[str], str]

SHORTEST_NUMBER = 5  # digits: what is shorter says nothing of anybody
LONGEST_NICKNAME = 12
IN_NAMES = frozenset(" \t\u3000\u00a0·•・.．。*＊_-‧∙")  # 王 秀·兰
IN_NUMBERS = frozenset(" \t\u3000\u00a0·•・.．-–—－_()（）[]/、,，:：")  # 138-0013.8000
A_DIGIT = re.compile(rf"[\d{''.join(map(chr, DIGITS))}]")
BESIDE = re.compile(rf"\s*[（(【\[][^）)】\]\n]{{1,{LONGEST_NICKNAME}}}[）)】\]]")
CALLED = (
    "某某|某|大爷|大妈|大娘|大姐|大哥|大叔|大婶|阿姨|叔叔|叔|伯伯|伯|奶奶|爷爷|姐|哥|婶|姨|老师|"
    "师傅|女士|先生|小姐|太太|老太太|老太|老汉|家"
)


def covering(
    *, names: Iterable[str] = (), numbers: Iterable[str] = (), spared: Iterable[str] = ()
) -> Cover:
    """Return a function that covers these names and numbers in a text, however they are spelt.

    ``spared`` are longer names of others that hold one of ``names``: those stay whole. A nickname
    in brackets behind a name goes with it.
    """
    wanted = {digit for name in names if len(digit := _bare_name(name)) > 1}
    digits = {digit for number in numbers if len(digit := _bare_number(number)) >= SHORTEST_NUMBER}
    digits |= {bare[-8:] for bare in digits if bare[0] == "0" and len(bare) in (11, 12)}
    kept = {_bare_name(name) for name in spared}
    return partial(
        _cover, names=_any_of(wanted), numbers=_any_of(digits), spared=_any_of(kept),
        letters=frozenset(map(frozenset, wanted)),
    )  # fmt: skip


def nicknames(name: str) -> re.Pattern[str] | None:
    """Return how people call somebody beside the whole name: 老王, 王阿姨, 秀兰, 兰姐."""
    bare = _bare_name(name)
    if len(bare) < 2 or not IS_HAN.match(bare):
        return None
    length = 2 if len(bare) > 2 and bare[:2] in COMPOUND_SURNAMES else 1
    surname, given = bare[:length], bare[length:]
    ways = [rf"[老小阿]{surname}", rf"{surname}(?:{CALLED})"]
    ways += [rf"[老小阿]{given[-1]}", rf"{given[-1]}(?:{CALLED})"]
    if len(given) > 1:
        ways.append(rf"{given}(?:{CALLED})?")
    return re.compile("|".join(ways))


def covered(value: Any, cover: Cover) -> Any:
    """Return JSON with every text in it covered; a number that says a phone goes as well."""
    if isinstance(value, str):
        return cover(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        spelt = str(int(value)) if value == int(value) else str(value)
        return STAR if len(spelt) > 6 and cover(spelt) != spelt else value
    if isinstance(value, list):
        return [covered(item, cover) for item in value]
    if isinstance(value, dict):
        return {cover(key): covered(item, cover) for key, item in value.items()}
    return value


def _cover(
    text: str,
    *,
    names: re.Pattern[str] | None,
    numbers: re.Pattern[str] | None,
    spared: re.Pattern[str] | None,
    letters: frozenset[frozenset[str]],
) -> str:
    if not text:
        return text
    spans: list[tuple[int, int]] = []
    seen = set(fold(text).letters)
    if names is not None and any(letter <= seen for letter in letters):
        bare, at = _squeezed(text, IN_NAMES, folded)
        whole = [hit.span() for hit in spared.finditer(bare)] if spared else []
        for match in names.finditer(bare):
            if any(a <= match.start() and match.end() <= b for a, b in whole):
                continue
            first, last = at[match.start()], at[match.end() - 1] + 1
            beside = BESIDE.match(text, last)
            spans.append((first, beside.end() if beside else last))
    if numbers is not None and len(A_DIGIT.findall(text)) >= SHORTEST_NUMBER:
        bare, at = _squeezed(text, IN_NUMBERS, _as_digit)
        spans += [(at[hit.start()], at[hit.end() - 1] + 1) for hit in numbers.finditer(bare)]
    return _starred(text, spans)


def _starred(text: str, spans: list[tuple[int, int]]) -> str:
    parts, done = [], 0
    for first, last in sorted(spans):
        if last <= done:
            continue
        while last < len(text) and not folded(text[last]):  # marks on the last letter: 1️⃣
            last += 1
        parts += [text[done : max(first, done)], STAR if first >= done else ""]
        done = last
    return "".join([*parts, text[done:]])


def _squeezed(
    text: str, left_out: frozenset[str], read: Callable[[str], str]
) -> tuple[str, list[int]]:
    """Return the text without blanks and dots, and where each letter stood."""
    letters: list[str] = []
    at: list[int] = []
    for place, char in enumerate(text):
        if char in left_out or unicodedata.category(char) == "Cf":
            continue
        for letter in read(char):
            letters.append(letter)
            at.append(place)
    return "".join(letters), at


def _as_digit(char: str) -> str:
    """Return a digit of any script, of a number in words, or the X of an ID number."""
    return "x" if char == "×" else folded(char).translate(DIGITS)


def _bare_name(name: str) -> str:
    return _squeezed(name, IN_NAMES, folded)[0]


def _bare_number(number: str) -> str:
    bare = re.sub(r"[^0-9x]", "", _squeezed(number, IN_NUMBERS, _as_digit)[0])
    return bare.removeprefix("86") if len(bare) == len("8613800138000") else bare


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
