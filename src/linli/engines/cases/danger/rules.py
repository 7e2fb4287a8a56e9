"""Reads a text for words of danger. Pure: no Django, no database.

Rather one false alarm than a miss: a word is passed over only where it lies wholly inside a
harmless one (困 in 困难) or right behind a denial (没有人被困).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

READ_CHARACTERS = 50_000
LOOK_BACK = 24  # letters before a word in which a denial is looked for
_BLANKS = re.compile(r"[^\S\n]+")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})


@dataclass(frozen=True)
class Danger:
    """One danger: its words, and the places at which some more words mean it."""

    code: str
    words: tuple[str, ...]
    at: tuple[str, ...] = ()  # kinds of places
    hints: tuple[str, ...] = ()  # or words that name such a place
    words_there: tuple[str, ...] = ()
    always: bool = False  # no denial takes its words back


@dataclass(frozen=True)
class Found:
    """A word of danger in a text."""

    danger: str
    word: str


@dataclass(frozen=True)
class Lists:
    """All that a text is read with."""

    dangers: tuple[Danger, ...]
    harmless: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    variants: Mapping[str, str] | None = None

    @cached_property
    def _letters(self) -> dict[int, str]:
        return str.maketrans(dict(self.variants or {}))

    def plain(self, text: str) -> str:
        """Return the text as it is compared: NFKC, small, in the lists' own letters, one blank for
        several and nothing invisible."""
        folded = unicodedata.normalize("NFKC", text[:READ_CHARACTERS]).translate(_QUOTES).lower()
        seen = "".join(c for c in folded if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
        return _BLANKS.sub(" ", seen.translate(self._letters)).strip()

    @cached_property
    def _harmless(self) -> re.Pattern[str]:
        return _any_of(map(self.plain, self.harmless))

    @cached_property
    def _denied(self) -> re.Pattern[str]:
        """A denial and fillers up to the end of what stands before a word.

        Chinese ones stand close: in "没人 困在电梯里" the blank begins another sentence.
        """
        heads, between = _by_letters(self.denials), _by_letters(self.fillers)
        asked = "".join(f"(?<!{re.escape(word)})" for word in self.asking)
        return re.compile(
            rf"{asked}(?:{heads[0]})(?:{between[0]})*$|(?:{heads[1]})(?: (?:{between[1]}))* $"
        )

    @cached_property
    def _by_danger(self) -> tuple[_Patterns, ...]:
        return tuple(_Patterns.of(danger, self.plain) for danger in self.dangers)

    def read(self, text: str, *, place_kind: str = "") -> tuple[Found, ...]:
        """Return the dangers that a text tells, in the lists' order, each with its first word.

        ``place_kind`` is the kind of the place where it was written: 困 alone means a danger in a
        lift only.
        """
        plain = self.plain(text)
        quiet = [match.span(1) for match in self._harmless.finditer(plain)]
        founds = []
        for patterns in self._by_danger:
            danger = patterns.danger
            is_there = place_kind in danger.at or patterns.hints.search(plain) is not None
            words = patterns.words_there if is_there else patterns.words
            if word := self._first(words, plain, quiet, denies=not danger.always):
                founds.append(Found(danger.code, word))
        return tuple(founds)

    def _first(
        self, words: re.Pattern[str], plain: str, quiet: list[tuple[int, int]], *, denies: bool
    ) -> str:
        """Return the first word that counts; what is denied takes along the words inside it."""
        denied: list[tuple[int, int]] = []
        for match in words.finditer(plain):
            start, end = match.span(1)
            if any(left <= start and end <= right for left, right in (*quiet, *denied)):
                continue
            before = plain[max(0, start - LOOK_BACK) : start]
            if denies and self._denied.search(before):
                denied.append((start, end))
                continue
            return match[1]
        return ""


@dataclass(frozen=True)
class _Patterns:
    """A danger's words, ready to be looked for."""

    danger: Danger
    words: re.Pattern[str]
    words_there: re.Pattern[str]  # all of them
    hints: re.Pattern[str]

    @classmethod
    def of(cls, danger: Danger, plain: Callable[[str], str]) -> _Patterns:
        words = [plain(word) for word in danger.words]
        there = [plain(word) for word in danger.words_there]
        hints = map(plain, danger.hints)
        return cls(danger, _any_of(words), _any_of([*words, *there]), _any_of(hints))


_UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs"}
_LATIN = re.compile(r"[0-9a-z]")


def _by_letters(words: Iterable[str]) -> tuple[str, str]:
    """Return patterns for the Chinese and the Latin ones of these words."""
    latin = [word for word in words if _LATIN.match(word)]
    return _either(set(words) - set(latin)), _either(latin)


def _bounded(word: str) -> str:
    """Return a pattern for a word: a Latin one ends where a word does, a Chinese one may be
    written with blanks between its letters (困 在 电 梯)."""
    if _LATIN.match(word):
        return r"(?<![0-9a-z])" + r"\s+".join(map(re.escape, word.split())) + r"(?![0-9a-z])"
    return " ?".join(map(re.escape, word))


def _either(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, the longest first; for none, one that never fits."""
    longest_first = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return "|".join(map(_bounded, longest_first)) or "(?!)"


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds a word at any letter; the lookahead lets them overlap."""
    return re.compile(f"(?=({_either(words)}))")
