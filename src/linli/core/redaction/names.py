"""The names of a register, made ready so that a text is asked for all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from linli.core.redaction.letters import HAN, fold
from linli.core.redaction.words import COMMON, OFFICES, TITLES, WORD_BEFORE

LEAST_PINYIN = 7  # "wangwei"; shorter ones are syllables of other words
MOST_LATIN_WORDS = 4
ALL_HAN = re.compile(rf"[{HAN}]+")
BY_NAME = re.compile(rf"(?:{TITLES})")
NAMED = re.compile(
    rf"(?:{OFFICES}|我叫|我是|名叫|叫|姓名|联系人|老|小|阿|楼上|楼下|对门|隔壁|\d|室)[的是: ]"
    rf"{{0,2}}$"
)
LATIN = re.compile(r"[a-z][a-z']*(?:[ .-]{0,3}[a-z][a-z']*)*")


def plain(name: str) -> str:
    """Return a name as it is looked for: folded, lower case, without blanks and dots."""
    return re.sub(r"[\s·•・.'\-]", "", fold(name).letters)


class Names:
    """A set of names, asked letter by letter: the price does not grow with how many there are."""

    def __init__(self, people: Iterable[tuple[str, str, int | None]]) -> None:
        """Take (name, its pinyin or "", building or None) of each person."""
        self.whole: set[str] = set()
        self.given: set[str] = set()
        self.latin: set[str] = set()
        self.given_in: dict[int, set[str]] = {}
        for name, pinyin, building in people:
            self._add(plain(name), pinyin.lower(), building)
        self.lengths = sorted({len(name) for name in self.whole}, reverse=True)
        self.first = frozenset(name[0] for name in self.whole)
        self.first_given = frozenset(name[0] for name in self.given)

    def _add(self, name: str, pinyin: str, building: int | None) -> None:
        if len(name) < 2:
            return
        if not ALL_HAN.fullmatch(name):
            self.latin.add(name)
            return
        self.whole.add(name)
        if len(pinyin) >= LEAST_PINYIN:
            self.latin.add(pinyin)
        if len(name) >= 3:
            given = name[-2:]
            self.given.add(given)
            if building is not None and given not in COMMON:
                self.given_in.setdefault(building, set()).add(given)

    def find(self, letters: str, *, building: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield start and end of every name in letters that are folded and closed up.

        Of people of the ``building`` the given name alone counts as well.
        """
        near = self.given_in.get(building or 0, set())
        for at, letter in enumerate(letters):
            if letter in self.first:
                yield from self._whole(letters, at)
            if letter in self.first_given and (given := letters[at : at + 2]) in self.given:
                end = at + 2
                title = BY_NAME.match(letters, end)
                if title:
                    yield _with_nickname(letters, at), title.end()
                elif given in near or (at and letters[at - 1] in "老小阿" and given not in COMMON):
                    yield _with_nickname(letters, at), end
        if self.latin:
            yield from self._latin(letters)

    def _whole(self, letters: str, at: int) -> Iterator[tuple[int, int]]:
        for length in self.lengths:
            name = letters[at : at + length]
            if len(name) == length and name in self.whole and _is_meant(letters, at, name):
                title = BY_NAME.match(letters, at + length)
                yield _with_nickname(letters, at), title.end() if title else at + length
                return

    def _latin(self, letters: str) -> Iterator[tuple[int, int]]:
        """Look for names in Latin letters: runs of words, closed up."""
        for run in LATIN.finditer(letters):
            words = list(re.finditer(r"[a-z']+", run[0]))
            for first in range(len(words)):
                for last in range(first, min(first + MOST_LATIN_WORDS, len(words))):
                    if self._is_latin([word[0] for word in words[first : last + 1]]):
                        yield run.start() + words[first].start(), run.start() + words[last].end()

    def _is_latin(self, words: list[str]) -> bool:
        """True when they are somebody's name, the family's before or behind: Smith John."""
        words[-1] = words[-1].removesuffix("'s")
        return any(
            "".join((*words[at:], *words[:at])).replace("'", "") in self.latin
            for at in range(len(words))
        )


def _with_nickname(letters: str, at: int) -> int:
    """Return where it begins with 老, 小 or 阿 before it: 老王秀兰."""
    return at - 1 if at and letters[at - 1] in "老小阿" else at


def _is_meant(letters: str, at: int, name: str) -> bool:
    """False for two letters that are a word here, or parts of two: 早晚高峰, 紧张力度."""
    if len(name) > 2:
        return True
    if name in COMMON:
        after = BY_NAME.match(letters, at + 2)
        return bool(after or NAMED.search(letters[max(at - 8, 0) : at]))
    return not (at and letters[at - 1] in WORD_BEFORE.get(name[0], ""))
